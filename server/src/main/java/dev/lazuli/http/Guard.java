package dev.lazuli.http;

/// Decides whether a caller may use a route; asked before every handler.
@FunctionalInterface
public interface Guard {
  /// Returns normally when the caller may.
  ///
  /// @throws dev.lazuli.base.Problem.Unauthenticated when we do not know who calls
  /// @throws dev.lazuli.base.Problem.Forbidden when they may not
  void admit(Request request, Action action);
}
