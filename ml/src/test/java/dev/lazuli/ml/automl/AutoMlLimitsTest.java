package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AutoMlLimitsTest {
  @Test
  void aShortBudgetStillGivesAModel() {
    Frame train = MixedTables.withTarget("price", 5000, 1);

    AutoMlResult result =
        AutoMl.run(train, AutoMlSettings.regression("price").withBudget(Duration.ofSeconds(1)));

    assertThat(result.model().predictNumbers(train)[0]).doesNotContain(Double.NaN);
    assertThat(result.leaderboard().trials()).isNotEmpty();
  }

  /// The clock grows by 100 microseconds at each look, so that a slow machine does not matter.
  @Test
  void aRunEndsWithinTwoSecondsOfItsBudget() {
    Frame train = MixedTables.withTarget("kind", 4000, 1);
    var clock = new AtomicLong();

    AutoMlResult result =
        AutoMl.run(
            train,
            AutoMlSettings.classification("kind")
                .withBudget(Duration.ofSeconds(3))
                .withEnsembles(Ensembles.defaults().withStack(true))
                .withExplain(true),
            AutoMlListener.none(),
            StopSignal.never(),
            () -> clock.addAndGet(100_000));

    assertThat(result.leaderboard().seconds()).isBetween(0.5, 5.0);
  }

  /// Each look at the clock takes 40 milliseconds, so that no trial comes to its end.
  @Test
  void whenNoTrialEndsInTimeTheModelIsAConstantAndThatIsTold() {
    Frame train = MixedTables.withTarget("kind", 400, 1);
    var clock = new AtomicLong();

    AutoMlResult result =
        AutoMl.run(
            train,
            AutoMlSettings.classification("kind").withFolds(5).withBudget(Duration.ofSeconds(8)),
            AutoMlListener.none(),
            StopSignal.never(),
            () -> clock.addAndGet(40_000_000));

    assertThat(result.leaderboard().best().algorithm()).isEqualTo("Constant");
    assertThat(result.leaderboard().isConstant()).isTrue();
    assertThat(result.leaderboard().interval().low()).isNotNegative();
    assertThat(result.leaderboard().notes()).anyMatch(note -> note.contains("give more time"));
    assertThat(result.model().predict(train).rowCount()).isEqualTo(400);
  }

  @Test
  void noTrialStartsAfterTheLastOneAllowed() {
    Frame train = MixedTables.withTarget("kind", 120, 1);

    AutoMlResult result =
        AutoMl.run(train, AutoMlSettings.classification("kind").withMaxTrials(2).withFolds(2));

    assertThat(result.leaderboard().trials().stream().filter(t -> t.number() < 100))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(result.leaderboard().trials().stream().map(TrialResult::algorithm))
        .contains("LogisticRegression", "LightGBM");
  }

  @Test
  void theSearchEndsAtTheExitScore() {
    Frame train = MixedTables.withTarget("price", 120, 1);

    AutoMlResult result =
        AutoMl.run(
            train,
            AutoMlSettings.regression("price")
                .withMetric("r2_score")
                .withExitScore(-10)
                .withFolds(2));

    assertThat(result.leaderboard().trials()).hasSizeLessThan(8);
  }

  @Test
  void aStoppedRunEndsWithoutAResult() {
    StopSignal stop = StopSignal.never();
    List<Integer> started = new ArrayList<>();
    AutoMlListener stopsAtTheThirdTrial =
        new AutoMlListener() {
          @Override
          public void trialStarted(int number, String algorithm, Map<String, String> params) {
            started.add(number);
            if (number == 2) {
              stop.stop();
            }
          }
        };

    assertThatThrownBy(() ->
            AutoMl.run(
                MixedTables.withTarget("price", 2000, 1),
                AutoMlSettings.regression("price").withBudget(Duration.ofHours(1)),
                stopsAtTheThirdTrial,
                stop,
                System::nanoTime))
        .isInstanceOf(StopSignal.Stopped.class);
    assertThat(started).containsExactly(0, 1, 2);
  }

  @Test
  void onlyAllowedAlgorithmsAreTried() {
    Frame train = MixedTables.withTarget("sold", 150, 1);
    AutoMlSettings settings =
        AutoMlSettings.classification("sold").withMaxTrials(6).withFolds(2).withVoteEnsemble(false);

    AutoMlResult linear = AutoMl.run(train, settings.withAllowed(List.of("logistic_regression")));
    AutoMlResult blocked = AutoMl.run(train, settings.withBlocked(List.of("LightGBM")));

    assertThat(linear.leaderboard().trials().stream().map(TrialResult::algorithm))
        .containsOnly("LogisticRegression");
    assertThat(blocked.leaderboard().trials().stream().map(TrialResult::algorithm))
        .doesNotContain("LightGBM", "VotingEnsemble");
  }

  @Test
  void trialsThatDifferByChanceAreNamedOnHeldOutRowsToo() {
    Frame train = MixedTables.withTarget("price", 1500, 1);
    AutoMlSettings settings =
        AutoMlSettings.regression("price")
            .withValidationShare(0.3)
            .withMaxTrials(5)
            .withEarlyTermination(false)
            .withEnsembles(Ensembles.defaults().withVote(false));

    Leaderboard leaderboard = AutoMl.run(train, settings).leaderboard();

    List<Integer> worst =
        leaderboard.trials().stream()
            .filter(trial -> trial.score() > 1.5 * leaderboard.best().score())
            .map(TrialResult::number)
            .toList();
    assertThat(leaderboard.best().foldScores()).hasSize(1);
    assertThat(leaderboard.equals()).doesNotContain(leaderboard.best().number());
    assertThat(leaderboard.equals()).noneMatch(worst::contains);
  }

  @Test
  void aValidationTableIsWhatModelsAreJudgedBy() {
    Frame train = MixedTables.withTarget("sold", 150, 1);
    Frame held = MixedTables.withTarget("sold", 60, 2);
    AutoMlSettings settings =
        AutoMlSettings.classification("sold").withMaxTrials(2).withValidationTable(held);

    AutoMlResult result = AutoMl.run(train, settings);

    assertThat(result.leaderboard().rule()).isEqualTo("validation data");
    assertThat(result.leaderboard().best().foldScores()).hasSize(1);
    assertThat(result.leaderboard().interval().low())
        .isLessThan(result.leaderboard().interval().high());
  }
}
