package dev.lazuli.cli;

import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.TrialResult;
import java.util.List;

/// Shows how the search goes.
final class SearchWatch implements AutoMlListener {
  private final Terminal terminal;

  SearchWatch(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void prepared(String metric, boolean higherIsBetter, String rule, List<String> notes) {
    terminal.line("Metric: %s, judged by %s", metric, rule);
    notes.forEach(note -> terminal.line("Note: " + note));
  }

  @Override
  public void trialFinished(TrialResult trial, Progress progress) {
    show(progress, trial.algorithm());
  }

  @Override
  public void finishing(Progress progress) {
    show(progress, "making the final model");
  }

  private void show(Progress progress, String doing) {
    terminal.progress(
        LeaderboardText.progress(
            progress.trialsDone(),
            progress.best().orElse(Double.NaN),
            progress.left().toMillis() / 1e3,
            doing),
        System.nanoTime());
  }
}
