package dev.lazuli.tracking;

import java.util.List;
import java.util.OptionalLong;

/// A part of a list.
///
/// @param next offset of the next part; -1 when this is the last
public record Page<T>(List<T> items, long next) {
  /// Where the next part starts.
  public OptionalLong nextOffset() {
    return next < 0 ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /// The first `max` of `found`, which holds one more when there is a next part.
  public static <T> Page<T> of(List<T> found, long offset, int max) {
    return found.size() > max
        ? new Page<>(List.copyOf(found.subList(0, max)), offset + max)
        : new Page<>(List.copyOf(found), -1);
  }
}
