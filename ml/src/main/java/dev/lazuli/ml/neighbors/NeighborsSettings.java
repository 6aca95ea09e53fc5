package dev.lazuli.ml.neighbors;

import dev.lazuli.ml.InvalidInput;

/// How a k-nearest-neighbours learner predicts.
///
/// @param classes number of classes; 0 for numbers
/// @param neighbors how many rows are asked, `>= 1`; all when there are fewer
public record NeighborsSettings(int classes, int neighbors, Voting voting) {
  /// Checks the ranges.
  public NeighborsSettings {
    if (classes != 0 && classes < 2) {
      throw new InvalidInput("classes", "%d classes are too few".formatted(classes));
    }
    if (neighbors < 1) {
      throw new InvalidInput(
          "neighbors", "neighbors is %d, it must be at least 1".formatted(neighbors));
    }
  }

  /// Five neighbours that count the same.
  public static NeighborsSettings classification(int classes) {
    return new NeighborsSettings(classes, 5, Voting.UNIFORM);
  }

  /// Five neighbours that count the same.
  public static NeighborsSettings regression() {
    return new NeighborsSettings(0, 5, Voting.UNIFORM);
  }

  /// The same with another number of neighbours.
  public NeighborsSettings withNeighbors(int value) {
    return new NeighborsSettings(classes, value, voting);
  }

  /// The same with neighbours that count in another way.
  public NeighborsSettings withVoting(Voting value) {
    return new NeighborsSettings(classes, neighbors, value);
  }
}
