package dev.lazuli.cli;

import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.TrialResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Shows how the search goes.
final class SearchWatch implements AutoMlListener {
  private final Terminal terminal;
  private final RunClock clock;
  private final AtomicBoolean hasModel = new AtomicBoolean();

  SearchWatch(Terminal terminal, RunClock clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  Terminal terminal() {
    return terminal;
  }

  RunClock clock() {
    return clock;
  }

  /// Ends the search: with a model when one was found, else without.
  void interrupt() {
    if (hasModel.get()) {
      terminal.line("Ending: the model is made of the trials that are done. Ctrl-C again quits.");
      clock.endSearch();
    } else {
      clock.caller().stop();
    }
  }

  @Override
  public void prepared(String metric, boolean higherIsBetter, String rule, List<String> notes) {
    terminal.line("Metric: %s, judged by %s", metric, rule);
    notes.forEach(note -> terminal.line("Note: " + note));
  }

  @Override
  public void trialFinished(TrialResult trial, Progress progress) {
    if (trial.state() == TrialResult.State.COMPLETED) {
      hasModel.set(true);
    }
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
