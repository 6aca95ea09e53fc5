package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What becomes of series that are too short; Azure's `short_series_handling_config`.
public enum ShortSeries {
  /// Pads when all series are short, else drops the short ones.
  AUTO,
  /// Puts the first value before the series until it is long enough. (Azure pads with noise.)
  PAD,
  /// Leaves them out.
  DROP,
  /// Keeps them as they are.
  NONE;

  /// The rule of that name; empty is [#AUTO].
  ///
  /// @throws InvalidInput when there is no such rule
  public static ShortSeries parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "", "auto" -> AUTO;
      case "pad" -> PAD;
      case "drop" -> DROP;
      case "none", "null" -> NONE;
      default ->
          throw new InvalidInput(
              "short_series_handling_config",
              "short_series_handling_config '%s' is none of auto, pad, drop, null".formatted(name));
    };
  }

  /// The series by this rule.
  ///
  /// @param length the fewest values of a series that is not short
  /// @throws InvalidInput when no series is left
  public SeriesSet apply(SeriesSet set, int length) {
    long count = set.series().stream().filter(series -> series.size() < length).count();
    if (count == 0) {
      return set;
    }
    boolean all = count == set.series().size();
    return switch (this) {
      case AUTO -> all ? padded(set, length) : dropped(set, length);
      case PAD -> padded(set, length);
      case DROP -> dropped(set, length);
      case NONE -> set.withNotes(List.of("%d series are short".formatted(count)));
    };
  }

  private static SeriesSet padded(SeriesSet set, int length) {
    List<Series> series = new ArrayList<>();
    int count = 0;
    for (Series one : set.series()) {
      boolean isShort = one.size() < length;
      count += isShort ? 1 : 0;
      series.add(isShort ? one.padded(length - one.size(), one.values()[0]) : one);
    }
    return set.withSeries(series)
        .withNotes(List.of("%d short series padded to %d values".formatted(count, length)));
  }

  private static SeriesSet dropped(SeriesSet set, int length) {
    List<Series> kept = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Series one : set.series()) {
      if (one.size() >= length) {
        kept.add(one);
      } else if (names.size() < 5) {
        names.add(SeriesSet.name(one.id()));
      }
    }
    if (kept.isEmpty()) {
      throw new InvalidInput(
          "short_series_handling_config",
          "every series has fewer than %d values, and short series are to be dropped"
              .formatted(length));
    }
    return set.withSeries(kept)
        .withNotes(
            List.of(
                "%d series with fewer than %d values dropped: %s"
                    .formatted(
                        set.series().size() - kept.size(), length, String.join("; ", names))));
  }
}
