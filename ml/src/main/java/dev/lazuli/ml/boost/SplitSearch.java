package dev.lazuli.ml.boost;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Searches features for the best split, on several threads.
final class SplitSearch {
  private SplitSearch() {}

  /// Finds the best split on one feature; used by one thread at a time.
  interface Finder {
    /// The best split on a feature, or null when none gains enough.
    @Nullable Split find(int feature);
  }

  /// The best split on any of these features, the first of those that gain alike; null when none
  /// gains enough.
  ///
  /// @param parts how many threads search
  /// @param finders gives the finder of each part
  static @Nullable Split best(
      Workers workers, int parts, int[] features, IntFunction<Finder> finders) {
    int count = features.length;
    @Nullable Split[] found = new Split[parts];
    workers.each(
        parts,
        part -> {
          Finder finder = finders.apply(part);
          int last = Workers.begin(count, part + 1, parts);
          for (int j = Workers.begin(count, part, parts); j < last; j++) {
            found[part] = Split.better(found[part], finder.find(features[j]));
          }
        });
    Split best = null;
    for (Split split : found) {
      best = Split.better(best, split);
    }
    return best;
  }
}
