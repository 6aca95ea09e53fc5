package dev.lazuli.ml.automl;

import dev.lazuli.ml.model.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What the folds of a trial left: a model of each, what it predicts, and whether time cut it.
final class FoldFits {
  private final List<Member> members;
  private final List<double[][]> predictions;
  private final boolean[] whole;
  private final double tuning;

  private FoldFits(
      List<Member> members, List<double[][]> predictions, boolean[] whole, double tuning) {
    this.members = new ArrayList<>(members);
    this.predictions = new ArrayList<>(predictions);
    this.whole = whole;
    this.tuning = tuning;
  }

  /// The fits of all folds.
  ///
  /// Where time cut all of them, none stands behind the others, and they count as whole.
  static FoldFits of(List<Fitted> fits) {
    boolean allCut = fits.stream().allMatch(Fitted::isPartial);
    boolean[] whole = new boolean[fits.size()];
    for (int fold = 0; fold < whole.length; fold++) {
      whole[fold] = allCut || !fits.get(fold).isPartial();
    }
    double tuning =
        IntStream.range(0, whole.length)
            .filter(fold -> whole[fold])
            .mapToDouble(fold -> fits.get(fold).tuning())
            .average()
            .orElse(0);
    return new FoldFits(
        fits.stream().map(Fitted::member).toList(),
        fits.stream().map(Fitted::predictions).toList(),
        whole,
        tuning);
  }

  /// Those of a trial that did not come to its end.
  static FoldFits none() {
    return new FoldFits(List.of(), List.of(), new boolean[0], 0);
  }

  /// One model for each fold.
  List<Member> members() {
    return members;
  }

  /// The models of the folds that time did not cut.
  List<Member> wholeMembers() {
    return IntStream.range(0, members.size())
        .filter(fold -> whole[fold])
        .mapToObj(members::get)
        .toList();
  }

  /// Predictions of each fold's validation rows, `outputs x rows`; not copies: only to read.
  List<double[][]> predictions() {
    return predictions;
  }

  /// Which folds time did not cut.
  boolean[] whole() {
    return whole.clone();
  }

  /// How many folds time cut.
  int cutCount() {
    return (int) IntStream.range(0, whole.length).filter(fold -> !whole[fold]).count();
  }

  /// Mean of what validation chose on the folds that time did not cut.
  double tuning() {
    return tuning;
  }

  /// Lets go of the models and their predictions.
  void forget() {
    members.clear();
    predictions.clear();
  }

  /// The folds that are whole in all of these.
  static boolean[] shared(List<FoldFits> fits) {
    boolean[] shared = fits.getFirst().whole();
    for (FoldFits one : fits) {
      for (int fold = 0; fold < shared.length; fold++) {
        shared[fold] &= one.whole[fold];
      }
    }
    return shared;
  }

  /// Whether so many folds are enough to judge by: half of them, and two where there are several.
  static boolean suffice(boolean[] folds) {
    long count = IntStream.range(0, folds.length).filter(fold -> folds[fold]).count();
    return count >= Math.min(2, folds.length) && 2 * count >= folds.length;
  }
}
