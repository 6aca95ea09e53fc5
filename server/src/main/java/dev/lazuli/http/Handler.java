package dev.lazuli.http;

import java.io.IOException;

/// Answers one kind of request.
@FunctionalInterface
public interface Handler {
  /// The answer.
  ///
  /// @throws dev.lazuli.base.Problem for the caller's mistakes; the route's [Protocol] words it
  Response handle(Request request) throws IOException;
}
