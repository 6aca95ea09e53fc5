package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.InvalidInput;
import java.util.Locale;

/// Which parts of a series, taken apart by STL, boosting looks at; Azure's `use_stl`.
public enum Decomposition {
  NONE,
  /// What repeats.
  SEASON,
  /// What repeats, and what changes slowly.
  SEASON_TREND;

  /// The parts of Azure's word, in any spelling; empty is none.
  ///
  /// @throws InvalidInput when there is no such word
  public static Decomposition parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT).replace("_", "")) {
      case "", "none" -> NONE;
      case "season" -> SEASON;
      case "seasontrend" -> SEASON_TREND;
      default ->
          throw new InvalidInput(
              "use_stl", "use_stl '%s' is none of none, season, season_trend".formatted(word));
    };
  }

  /// The name in files.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
