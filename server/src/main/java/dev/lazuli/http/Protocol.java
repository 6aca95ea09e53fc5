package dev.lazuli.http;

import dev.lazuli.base.Problem;

/// How a family of routes words its errors.
public interface Protocol {
  /// The answer to a problem.
  Response problem(Problem problem, String requestId);

  /// The answer to a bug of ours; tells the request id and nothing else.
  Response bug(String requestId);
}
