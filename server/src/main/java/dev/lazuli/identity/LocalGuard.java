package dev.lazuli.identity;

import dev.lazuli.base.Caller;
import dev.lazuli.http.Action;
import dev.lazuli.http.Guard;
import dev.lazuli.http.Request;
import java.util.EnumMap;
import java.util.Map;

/// The guard of a server that listens on loopback only: whoever is on this machine may do all.
///
/// Host and Origin were checked before. What has keys of its own asks for them all the same.
public final class LocalGuard implements Guard {
  private static final Caller LOCAL = new Caller.Local();

  private final Map<Action, Guard> keyed;

  /// A guard that leaves the actions with keys of their own to those who know the keys.
  ///
  /// @throws IllegalStateException when nobody knows the keys of one of them
  public LocalGuard(Map<Action, Guard> keyed) {
    this.keyed = new EnumMap<>(keyed);
    for (Action action : Action.values()) {
      if (action.hasOwnKey() != keyed.containsKey(action)) {
        throw new IllegalStateException("nobody, or too many, guard " + action);
      }
    }
  }

  @Override
  public Caller admit(Request request, Action action) {
    Guard own = action.hasOwnKey() ? keyed.get(action) : null;
    return own == null ? LOCAL : own.admit(request, action);
  }
}
