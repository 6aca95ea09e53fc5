package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.automl.TrialResult;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForecastLimitsTest {
  private static final SeriesOptions SHOPS =
      SeriesOptions.of("day", "sold").withIdColumns(List.of("shop"));
  private static final SearchLimits LIMITS =
      SearchLimits.defaults().withBudget(Duration.ofMinutes(5)).withEarlyTermination(false);

  private static ForecastSettings settings(SearchLimits limits) {
    return ForecastSettings.of(SHOPS)
        .withHorizon(7)
        .withMetric("mase")
        .withWindows(3, 7)
        .withEnsemble(false)
        .withLimits(limits);
  }

  private static List<TrialResult> trials(int shops, ForecastSettings settings) {
    return Forecasting.run(SeriesTables.shops(shops, 80, 4), settings).board().trials();
  }

  @Test
  void ofFewTrialsEachIsOfAnAlgorithmThatIsOftenGood() {
    ForecastResult result =
        Forecasting.run(SeriesTables.shops(2, 80, 4), settings(LIMITS.withMaxTrials(3)));

    assertThat(result.board().trials().stream().map(TrialResult::algorithm))
        .containsExactlyInAnyOrder("ExponentialSmoothing", "LightGBM", "Theta");
    assertThat(result.board().notes().getLast()).matches("max_trials: 3 of \\d+ candidates.*");
  }

  @Test
  void theExitScoreEndsTheSearch() {
    ForecastResult result =
        Forecasting.run(SeriesTables.shops(2, 80, 4), settings(LIMITS.withExitScore(100)));

    assertThat(result.board().trials()).hasSize(4);
    assertThat(result.board().notes().getLast()).startsWith("exit_score 100.0 was reached; 4 of");
  }

  @Test
  void aTrialThatTakesTooLongEndsAndTheOthersGoOn() {
    AtomicLong clock = new AtomicLong();
    SearchLimits limits =
        LIMITS
            .withBudget(Duration.ofHours(1))
            .withMaxConcurrentTrials(1)
            .withTrialTimeout(Duration.ofMillis(40));

    ForecastResult result =
        Forecasting.run(
            SeriesTables.shops(2, 80, 4),
            settings(limits),
            AutoMlListener.none(),
            StopSignal.never(),
            () -> clock.addAndGet(1_000_000));

    List<TrialResult> stopped =
        result.board().trials().stream()
            .filter(trial -> trial.state() == TrialResult.State.STOPPED)
            .toList();
    assertThat(stopped.stream().map(TrialResult::algorithm)).contains("AutoArima");
    assertThat(stopped.stream().map(TrialResult::message))
        .containsOnly("trial_timeout PT0.04S was over");
    assertThat(result.board().best().state()).isEqualTo(TrialResult.State.COMPLETED);
  }

  @Test
  void earlyTerminationEndsTrialsThatAreFarBehindAtTheFirstOrigins() {
    List<TrialResult> all = trials(5, settings(LIMITS));
    List<TrialResult> ended = trials(5, settings(LIMITS.withEarlyTermination(true)));

    assertThat(all).noneMatch(trial -> trial.state() == TrialResult.State.PRUNED);
    assertThat(ended)
        .filteredOn(trial -> trial.state() == TrialResult.State.PRUNED)
        .isNotEmpty()
        .allMatch(trial -> trial.message().equals("far behind the best at the first origins"));
    assertThat(ended.getFirst().score()).isEqualTo(all.getFirst().score());
  }

  @Test
  void theFirstOriginsOfFewSeriesEndNoTrial() {
    List<TrialResult> trials = trials(1, settings(LIMITS.withEarlyTermination(true)));

    assertThat(trials).noneMatch(trial -> trial.state() == TrialResult.State.PRUNED);
  }

  @Test
  void severalTrialsAtATimeGiveTheSameBits() {
    SearchLimits limits = LIMITS.withEarlyTermination(true);

    List<TrialResult> one = trials(5, settings(limits.withMaxConcurrentTrials(1)));
    List<TrialResult> three = trials(5, settings(limits.withMaxConcurrentTrials(3)));

    assertThat(three.stream().map(trial -> List.of(trial.number(), trial.foldScores())))
        .containsExactlyElementsOf(
            one.stream().map(trial -> List.of(trial.number(), trial.foldScores())).toList());
  }
}
