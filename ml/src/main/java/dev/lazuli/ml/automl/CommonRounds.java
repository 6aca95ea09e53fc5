package dev.lazuli.ml.automl;

import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.List;

/// Cuts the models of all splits at the number of rounds that is best in the mean of the splits.
///
/// A number of its own for each split would be chosen by the rows that then judge it: the fewer
/// those are, the better such scores look, and the more boosting is preferred to learners that are
/// not stopped.
final class CommonRounds {
  private CommonRounds() {}

  /// The fits cut alike; as they are unless all are of boosting that measured its rounds.
  ///
  /// @param fits one for each split
  static List<Fitted> cut(List<Fitted> fits, List<Split> splits, Trainer trainer) {
    List<double[]> losses =
        fits.stream()
            .flatMap(fit -> fit.boosted().stream())
            .map(Boosted::validationLosses)
            .filter(measured -> measured.length > 0)
            .toList();
    if (fits.size() < 2 || losses.size() < fits.size()) {
      return fits;
    }
    int rounds = best(losses);
    List<Fitted> cut = new ArrayList<>();
    for (int split = 0; split < fits.size(); split++) {
      cut.add(at(rounds, fits.get(split), splits.get(split), trainer));
    }
    return cut;
  }

  /// The rounds of the least mean loss; splits that ran fewer rounds count with their last.
  static int best(List<double[]> losses) {
    int longest = losses.stream().mapToInt(measured -> measured.length).max().orElseThrow();
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < longest; round++) {
      double sum = 0;
      for (double[] measured : losses) {
        sum += measured[Math.min(round, measured.length - 1)];
      }
      if (sum < least) {
        least = sum;
        best = round;
      }
    }
    return best + 1;
  }

  private static Fitted at(int rounds, Fitted fit, Split split, Trainer trainer) {
    Boosted boosted = fit.boosted().orElseThrow();
    int kept = Math.min(rounds, boosted.uncut().trees().size() / boosted.uncut().outputs());
    if (kept == boosted.iterations()) {
      return fit;
    }
    Member member = fit.member().scoredBy(new Member.Trees(boosted.uncut().first(kept)));
    return new Fitted(
        member, trainer.predictions(member, split.validation()), rounds, fit.isPartial());
  }
}
