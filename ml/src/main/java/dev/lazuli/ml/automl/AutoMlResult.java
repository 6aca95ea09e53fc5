package dev.lazuli.ml.automl;

import dev.lazuli.ml.model.TabularModel;

/// What a run gives: the leaderboard and the model.
public record AutoMlResult(Leaderboard leaderboard, TabularModel model) {}
