package dev.lazuli.ml.boost;

/// The order in which the leaves of a tree are split.
public enum Growth {
  /// Always the leaf that gains most, as LightGBM does.
  LEAF_WISE,
  /// All leaves of a level before those of the next, the one that gains most first, as XGBoost
  /// does.
  DEPTH_WISE,
  /// All leaves of a level at once and by the same condition, as
  /// [CatBoost](https://arxiv.org/abs/1706.09516) does; a leaf that the condition would leave too
  /// small stays whole.
  OBLIVIOUS
}
