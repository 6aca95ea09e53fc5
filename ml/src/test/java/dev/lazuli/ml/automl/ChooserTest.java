package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.split.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Chooses among trials whose errors on each fold are given.
class ChooserTest {
  private static final int ROWS = 200;
  private static final LearnerPlan LINEAR = new LearnerPlan.Linear(0.5, TargetScale.PLAIN);
  private static final LearnerPlan BOOSTING =
      new LearnerPlan.Boosting(BoostSettings.defaults(Loss.squared()), TargetScale.PLAIN);

  private final AutoMlSettings settings =
      AutoMlSettings.regression("y").withBudget(Duration.ofMinutes(10));
  private final RunClock clock =
      new RunClock(StopSignal.never(), () -> 0L, settings.limits().budget());
  private final TrainingSet set = new TimedReading(settings, clock).read(table());
  private final Evaluation evaluation = evaluation();

  @Test
  void anErraticModelThatLosesEveryFoldIsNotMixedIn() {
    double[] erratic = errors(0.6);
    erratic[7] = 9;
    Trial good = trial(0, LINEAR, errors(0.3), 1);
    Trial bad = trial(1, BOOSTING, erratic, 1);

    Choice choice = choose(good, bad);

    assertThat(choice.result().number()).isZero();
    assertThat(remark(choice, good, bad)).isEmpty();
  }

  @Test
  void aModelThatOnlyTimePutBehindIsChosen() {
    double[] cut = errors(0.3);
    cut[4] = 7;
    cut[9] = 8;
    Trial usual = trial(0, LINEAR, errors(0.5), 1);
    Trial late = trial(1, BOOSTING, cut, 1, 4, 9);

    Choice choice = choose(usual, late);

    assertThat(choice.trials().getFirst()).isSameAs(late);
    assertThat(remark(choice, usual, late))
        .isEqualTo(
            "LightGBM was chosen although ElasticNet has a higher rank: time cut 2 of the 10 folds,"
                + " and on the others it is better");
  }

  @Test
  void modelsOfWhichTimeCutTheSameFoldsAreJudgedOnTheOthers() {
    Trial one = trial(0, LINEAR, errors(0.5), 1, 0, 1, 2, 3, 4, 5, 6);
    Trial other = trial(1, BOOSTING, errors(0.8), 1, 0, 1, 2, 3, 4, 5, 6);

    assertThat(choose(one, other).result().number()).isZero();
  }

  @Test
  void modelsOfEqualErrorsThatDifferAreMixed() {
    Trial one = trial(0, LINEAR, errors(0.5), 1);
    Trial other = trial(1, BOOSTING, errors(0.5), 2);

    Choice choice = choose(one, other);

    assertThat(choice.isEnsemble()).isTrue();
    assertThat(choice.result().score()).isLessThan(one.result().score());
  }

  @Test
  void steadinessCostsLittle() {
    for (double worse : new double[] {1.01, 1.03, 1.06, 1.1, 1.2}) {
      double[] errors = errors(0.5 * worse);
      for (int fold = 0; fold < errors.length; fold++) {
        errors[fold] += (fold % 2 == 0 ? -0.15 : 0.15);
      }
      Trial best = trial(0, LINEAR, errors(0.5), 1);
      Trial other = trial(1, BOOSTING, errors, 1);

      Choice choice = choose(best, other);

      assertThat(choice.result().score()).isLessThanOrEqualTo(1.01 * best.result().score());
      if (choice.isEnsemble() && choice.result().score() > best.result().score()) {
        assertThat(remark(choice, best, other)).contains("may be chance, and a mix is steadier");
      }
    }
  }

  private Choice choose(Trial... trials) {
    return new Chooser(settings, set, evaluation, clock).choose(List.of(trials));
  }

  private String remark(Choice choice, Trial... trials) {
    return new RankRemark(evaluation, false).of(choice, List.of(trials));
  }

  private static double[] errors(double all) {
    double[] errors = new double[10];
    Arrays.fill(errors, all);
    return errors;
  }

  /// A trial that errs on each fold by noise of the given size.
  ///
  /// @param noise seed of the noise: models of one seed err alike
  /// @param cut folds that time cut
  private Trial trial(int number, LearnerPlan learner, double[] errors, int noise, int... cut) {
    List<Fitted> fits = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int fold = 0; fold < errors.length; fold++) {
      Split split = evaluation.splits().get(fold);
      SplittableRandom random = new SplittableRandom(noise);
      double[] off = random.doubles(ROWS).map(value -> value - 0.5).toArray();
      double error = errors[fold];
      double[] predicted =
          Arrays.stream(split.validation())
              .mapToDouble(row -> set.y()[row] + error * off[row])
              .toArray();
      int place = fold;
      boolean isCut = Arrays.stream(cut).anyMatch(one -> one == place);
      Fitted fitted = new Fitted(member(), new double[][] {predicted}, 1, isCut);
      fits.add(fitted);
      values.add(evaluation.foldValue(fold, fitted.predictions()));
    }
    double[][] all = evaluation.gather(fits.stream().map(Fitted::predictions).toList());
    TrialPlan plan =
        new TrialPlan(number, learner.equals(LINEAR) ? "ElasticNet" : "LightGBM", learner);
    TrialResult result =
        new TrialResult(
            number,
            plan.algorithm(),
            plan.params(),
            TrialResult.State.COMPLETED,
            values.stream().mapToDouble(value -> value).average().orElseThrow(),
            values,
            evaluation.all(all),
            1,
            "");
    return new Trial(plan, result, all, FoldFits.of(fits), 1, new double[0]);
  }

  private static Member member() {
    TreeEnsemble trees = new TreeEnsemble(List.of(), 1, new double[] {0});
    return Member.of("Constant", 1, new Member.Trees(trees), Link.IDENTITY);
  }

  private Evaluation evaluation() {
    Metrics metrics = new Metrics(set.target(), "", "", set.y());
    CostModel costs = new CostModel(set, settings.limits());
    return new Evaluation(set, metrics, SplitPlan.of(set, settings, costs));
  }

  private static Frame table() {
    SplittableRandom random = new SplittableRandom(4);
    double[] x = random.doubles(ROWS, 0, 10).toArray();
    double[] y = Arrays.stream(x).map(value -> 3 * value + random.nextGaussian()).toArray();
    return new Frame(
        List.of(
            new NumberColumn("x", ColumnType.NUMBER, x),
            new NumberColumn("y", ColumnType.NUMBER, y)));
  }
}
