package dev.lazuli.http;

import dev.lazuli.base.Caller;

/// Decides whether a caller may use a route, and says who they are; asked before every handler.
@FunctionalInterface
public interface Guard {
  /// Who calls, when they may.
  ///
  /// @throws dev.lazuli.base.Problem.Unauthenticated when we do not know who calls
  /// @throws dev.lazuli.base.Problem.Forbidden when they may not
  Caller admit(Request request, Action action);
}
