package dev.lazuli.environments;

import java.util.List;

/// What an environment must hold, in the words of pip.
///
/// @param python the version that is asked for, such as `3.10`; empty for any
/// @param packages requirements, in the order in which they were given
/// @param notes what was left out or changed, and why
public record Requirements(String python, List<String> packages, List<String> notes) {
  public Requirements {
    packages = List.copyOf(packages);
    notes = List.copyOf(notes);
  }

  /// Nothing but Python itself.
  public static Requirements none() {
    return new Requirements("", List.of(), List.of());
  }
}
