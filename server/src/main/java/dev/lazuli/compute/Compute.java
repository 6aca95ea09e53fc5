package dev.lazuli.compute;

import java.io.IOException;
import java.util.Optional;

/// Where assignments run: starts them, looks at them, stops them.
///
/// What is known of an assignment is its handle; a server that comes back finds it by that.
public interface Compute {
  /// How firmly an assignment is stopped.
  enum Force {
    /// It is asked to end, and may clean up.
    ASK,
    /// It ends now, with all that it has started.
    KILL
  }

  /// Starts an assignment.
  ///
  /// @throws IOException when it cannot be started
  Handle start(Assignment assignment) throws IOException;

  /// The assignment of an attempt that was started, but whose handle was not kept: the server died
  /// between the two.
  Optional<Handle> find(Assignment assignment);

  /// How an assignment stands.
  Sighting look(Handle handle);

  /// Calls `then` once, when the assignment has ended.
  void whenGone(Handle handle, Runnable then);

  /// Stops an assignment; nothing happens when it has ended. After [Force#KILL] nothing of it is
  /// left.
  void stop(Handle handle, Force force);
}
