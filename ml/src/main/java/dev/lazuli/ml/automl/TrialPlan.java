package dev.lazuli.ml.automl;

import java.util.Map;

/// A trial to run.
///
/// @param number place in the order of trials, from 0
/// @param algorithm Azure's name of the algorithm
record TrialPlan(int number, String algorithm, LearnerPlan learner) {
  Map<String, String> params() {
    return learner.params();
  }
}
