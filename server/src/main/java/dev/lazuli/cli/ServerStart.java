package dev.lazuli.cli;

import java.util.Map;

/// Starts a server inside this process; given by whoever wires the program.
@FunctionalInterface
public interface ServerStart {
  /// Starts one; it is ready when this returns.
  ///
  /// @param flags settings by key: `home`, `port`
  /// @throws dev.lazuli.base.Problem when it cannot start
  Running start(Map<String, String> flags);

  /// A server that runs in this process.
  interface Running {
    /// The port that it listens on.
    int port();

    /// Stops it.
    void stop();
  }
}
