package dev.lazuli.endpoints;

import dev.lazuli.ml.model.TabularModel;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A loaded model that answers bodies, from many threads at once.
final class ModelScorer {
  private static final int IDLE_MAX = 64;

  private final ServedModel model;
  private final AtomicReferenceArray<ScoringWork> idle = new AtomicReferenceArray<>(IDLE_MAX);

  ModelScorer(ServedModel model) {
    this.model = model;
  }

  TabularModel model() {
    return model.model();
  }

  /// The answer to a body; see [ScoringWork#score].
  byte[] score(byte[] body, long deadline) {
    ScoringWork work = take();
    byte[] answer = work.score(body, deadline);
    giveBack(work); // not after a failure: what it holds half read is dropped
    return answer;
  }

  private ScoringWork take() {
    for (int slot = 0; slot < IDLE_MAX; slot++) {
      if (idle.getPlain(slot) != null) {
        ScoringWork work = idle.getAndSet(slot, null);
        if (work != null) {
          return work;
        }
      }
    }
    return new ScoringWork(model);
  }

  private void giveBack(ScoringWork work) {
    for (int slot = 0; slot < IDLE_MAX; slot++) {
      if (idle.getPlain(slot) == null && idle.compareAndSet(slot, null, work)) {
        return;
      }
    }
  }
}
