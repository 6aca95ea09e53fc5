package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a model may not do: fall where it has to rise, or let features interact that must not.
///
/// Monotone directions hold for raw scores, all other features equal, missing values apart; the
/// method is LightGBM's "basic" one. Groups tell which features may follow each other on a path
/// from root to leaf; a feature in no group interacts with none (LightGBM would not use it).
///
/// @param directions direction of the raw score by feature number
/// @param groups sets of feature numbers; none means that all may interact
public record Constraints(Map<Integer, Direction> directions, List<Set<Integer>> groups) {
  /// Which way a raw score may go when a feature's value grows.
  public enum Direction {
    /// It may not fall.
    INCREASING,
    /// It may not rise.
    DECREASING
  }

  /// Keeps copies.
  public Constraints {
    directions = Map.copyOf(directions);
    groups = groups.stream().map(Set::copyOf).toList();
  }

  /// No constraints.
  public static Constraints none() {
    return new Constraints(Map.of(), List.of());
  }

  /// These constraints and a direction for a feature.
  public Constraints with(int feature, Direction direction) {
    Map<Integer, Direction> all = new LinkedHashMap<>(directions);
    all.put(feature, direction);
    return new Constraints(all, groups);
  }

  /// These constraints and a group of features that may interact.
  public Constraints withGroup(Set<Integer> features) {
    List<Set<Integer>> all = new ArrayList<>(groups);
    all.add(features);
    return new Constraints(directions, all);
  }

  /// Refuses features that a table does not have, and directions of categories.
  void check(BinnedTable table) {
    Set<Integer> named = new LinkedHashSet<>(directions.keySet());
    groups.forEach(named::addAll);
    for (int feature : named) {
      if (feature < 0 || feature >= table.features()) {
        throw new InvalidInput(
            "constraints",
            "constraints name feature %d, the table has %d".formatted(feature, table.features()));
      }
    }
    for (int feature : directions.keySet()) {
      if (table.bins(feature).isCategorical()) {
        throw new InvalidInput(
            table.name(feature),
            "feature '%s' is categorical and cannot have a direction"
                .formatted(table.name(feature)));
      }
    }
  }

  /// 1 when the score must rise with a feature, -1 when it must fall, else 0.
  int sign(int feature) {
    Direction direction = directions.get(feature);
    if (direction == null) {
      return 0;
    }
    return switch (direction) {
      case INCREASING -> 1;
      case DECREASING -> -1;
    };
  }

  /// The features that may be split on below a path of splits on `path`.
  BitSet allowed(BitSet path, int features) {
    BitSet allowed = new BitSet(features);
    if (groups.isEmpty() || path.isEmpty()) {
      allowed.set(0, features);
      return allowed;
    }
    allowed.or(path);
    for (Set<Integer> group : groups) {
      if (path.stream().allMatch(group::contains)) {
        group.forEach(allowed::set);
      }
    }
    return allowed;
  }
}
