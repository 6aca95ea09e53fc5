package dev.lazuli.ml.neighbors;

/// How much each neighbour counts.
public enum Voting {
  /// All the same.
  UNIFORM,
  /// By one over the distance; rows at distance 0, if there are any, count alone.
  DISTANCE
}
