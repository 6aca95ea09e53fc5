package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.endpoints.scoring.ModelCard;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import dev.lazuli.models.ServedModel;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A loaded model that predicts each row by itself.
final class RowsScorer implements ModelScorer {
  private static final int IDLE_MAX = 64;

  private final ServedModel.Rows model;
  private final AtomicReferenceArray<ScoringWork> idle = new AtomicReferenceArray<>(IDLE_MAX);

  RowsScorer(ServedModel.Rows model) {
    this.model = model;
  }

  @Override
  public ModelCard described() {
    TabularModel served = model.model();
    Target target = served.target();
    return new ModelCard(
        served.signature(),
        Json.parse(served.example().write()),
        target.type(),
        target.task() == Task.CLASSIFICATION
            ? "The class of each row: " + String.join(", ", target.classes())
            : "The " + target.name() + " of each row.",
        "%d columns, %d trees".formatted(served.signature().size(), served.trees()));
  }

  @Override
  public byte[] score(byte[] body, long deadline) {
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
