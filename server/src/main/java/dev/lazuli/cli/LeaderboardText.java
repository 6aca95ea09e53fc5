package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.ml.automl.Leaderboard;
import dev.lazuli.ml.explain.ColumnImportance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A leaderboard in lines for people.
final class LeaderboardText {
  private static final int ROWS_MAX = 8;

  private LeaderboardText() {}

  /// The lines of a search's result.
  static List<String> of(Leaderboard leaderboard) {
    return of(Json.parse(leaderboard.toJson().write()));
  }

  /// The lines of a `leaderboard.json`.
  static List<String> of(JsonNode leaderboard) {
    Set<Integer> equals = new HashSet<>();
    leaderboard.path("not_told_apart").forEach(number -> equals.add((int) number.asDouble()));
    List<String> lines = trials(leaderboard, equals);
    lines.add("");
    lines.add("Best: " + best(leaderboard));
    if (!equals.isEmpty()) {
      lines.add(
          format(
              "Marked with =: %d trial%s that cannot be told apart from it by their folds",
              equals.size(), equals.size() == 1 ? "" : "s"));
    }
    String remark = leaderboard.path("remark").asString("");
    if (!remark.isEmpty()) {
      lines.add(remark);
    }
    for (JsonNode one : leaderboard.path("guardrails")) {
      if (one.path("status").asString("").equals("alerted")) {
        lines.add("Look at: " + one.path("message").asString(""));
      }
    }
    return lines;
  }

  /// The best trials as a table.
  private static List<String> trials(JsonNode leaderboard, Set<Integer> equals) {
    List<String> lines = new ArrayList<>(List.of(""));
    String metric = shortened(leaderboard.path("metric").asString(""));
    lines.add(format("  %4s  %-24s  %12s  %8s", "", "model", metric, "seconds"));
    int rank = 0;
    for (JsonNode trial : leaderboard.path("trials")) {
      if (!trial.path("score").isNumber() || rank == ROWS_MAX) {
        continue;
      }
      rank++;
      lines.add(
          format(
              "%s %4d  %-24s  %12s  %8.1f",
              equals.contains(trial.path("trial").asInt(-1)) ? "=" : " ",
              rank,
              trial.path("algorithm").asString(),
              score(trial.path("score").asDouble()),
              trial.path("seconds").asDouble(0)));
    }
    int left = leaderboard.path("trials").size() - rank;
    if (left > 0) {
      lines.add(format("        and %d more trial%s", left, left == 1 ? "" : "s"));
    }
    return lines;
  }

  /// The best model, its score, and how sure that is or how it was judged.
  private static String best(JsonNode leaderboard) {
    JsonNode interval = leaderboard.path("score_interval");
    JsonNode best = leaderboard.path("best_model");
    return interval.isMissingNode()
        ? format(
            "%s, %s %s (%s)",
            best.path("algorithm").asString(),
            leaderboard.path("metric").asString(""),
            score(leaderboard.path("score").asDouble()),
            leaderboard.path("evaluation").asString())
        : format(
            "%s, %s %s (95 %% interval %s to %s)",
            best.path("algorithm").asString(),
            leaderboard.path("metric").asString(""),
            score(leaderboard.path("score").asDouble()),
            score(interval.path(0).asDouble()),
            score(interval.path(1).asDouble()));
  }

  /// How much the score falls when a column is shuffled, the most important columns.
  static List<String> importances(List<ColumnImportance.Importance> importances) {
    if (importances.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", "Columns that matter most:"));
    importances.stream()
        .limit(ROWS_MAX)
        .forEach(one -> lines.add(format("  %-30s  %12s", one.column(), score(one.mean()))));
    return lines;
  }

  /// One line of a search that goes on.
  ///
  /// @param best NaN when there is none yet
  /// @param secondsLeft NaN when nobody knows yet
  static String progress(int trials, double best, double secondsLeft, String doing) {
    return format(
        "  %3d trials  best %-9s  %4s s left  %s",
        trials,
        Double.isNaN(best) ? "-" : score(best),
        Double.isNaN(secondsLeft) ? "-" : format("%.0f", Math.max(0, secondsLeft)),
        doing);
  }

  /// A score with four digits that count.
  static String score(double value) {
    return Math.abs(value) >= 1_000
        ? format("%.1f", value)
        : format(Math.abs(value) >= 1 ? "%.4f" : "%.5f", value);
  }

  private static String shortened(String metric) {
    return switch (metric) {
      case "normalized_root_mean_squared_error" -> "NRMSE";
      case "normalized_mean_absolute_error" -> "NMAE";
      default -> metric;
    };
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency more
  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
