package dev.lazuli.ml.model;

import dev.lazuli.ml.score.RowScorer;
import java.util.Arrays;
import java.util.List;

/// Scores rows one after the other without allocating: fill [#raw], call [#score], read the result.
///
/// For one thread; a model gives out as many as wanted.
public final class Scoring {
  private final Target target;
  private final RowEncoder encoder;
  private final Member[] members;
  private final RowScorer[] scorers;
  private final RawRow raw;
  private final double[] features;
  private final double[][] scores;
  private final double[] predictions;
  private final Combination combination;
  private final double[] ofMember;
  private final double[] inputs;
  private final double[] second;

  Scoring(TabularModel model, List<RowScorer> scorers) {
    this.target = model.target();
    this.encoder = model.encoder();
    this.members = model.members().toArray(Member[]::new);
    this.scorers = scorers.toArray(RowScorer[]::new);
    this.raw = model.signature().row();
    this.features = new double[encoder.width()];
    this.scores =
        scorers.stream().map(scorer -> new double[scorer.outputs()]).toArray(double[][]::new);
    this.predictions = new double[target.outputs()];
    this.combination = model.combination();
    this.ofMember = new double[target.outputs()];
    boolean stacked = combination.secondLayer().isPresent();
    this.inputs = new double[stacked ? Combination.width(target.outputs()) * members.length : 0];
    this.second =
        combination
            .secondLayer()
            .map(member -> new double[member.part().model().outputs()])
            .orElse(new double[0]);
  }

  /// The row to fill, columns as in the signature.
  public RawRow raw() {
    return raw;
  }

  /// Scores what stands in [#raw].
  public void score() {
    encoder.encode(raw, features);
    for (int m = 0; m < members.length; m++) {
      scorers[m].score(features, scores[m]);
    }
    combine();
  }

  /// Scores the rows `[from, from + count)` of feature values.
  ///
  /// @param values `features x rows`
  /// @param predicted `outputs x rows`; receives what is predicted for these rows
  void scoreColumns(double[][] values, int from, int count, double[][] predicted) {
    double[][] ofRows = new double[members.length][];
    for (int m = 0; m < members.length; m++) {
      ofRows[m] = new double[count * scores[m].length];
      scorers[m].scoreColumns(values, from, count, ofRows[m]);
    }
    for (int r = 0; r < count; r++) {
      for (int m = 0; m < members.length; m++) {
        System.arraycopy(ofRows[m], r * scores[m].length, scores[m], 0, scores[m].length);
      }
      combine();
      for (int j = 0; j < predicted.length; j++) {
        predicted[j][from + r] = predictions[j];
      }
    }
  }

  /// The number predicted, or the probability of class `output`.
  public double prediction(int output) {
    return predictions[output];
  }

  /// Place of the predicted class among the target's classes: the most probable one, unless the
  /// model weighs classes.
  public int classIndex() {
    return combination.decide(predictions);
  }

  /// Makes predictions of the members' raw scores.
  private void combine() {
    Arrays.fill(predictions, 0);
    for (int m = 0; m < members.length; m++) {
      linked(members[m], scores[m], ofMember);
      if (inputs.length > 0) {
        Combination.inputs(ofMember, inputs, m * Combination.width(ofMember.length));
      }
      for (int j = 0; j < predictions.length; j++) {
        predictions[j] += members[m].weight() * ofMember[j];
      }
    }
    if (inputs.length > 0) {
      Member layer = combination.secondLayer().orElseThrow();
      layer.part().model().score(inputs, second);
      linked(layer, second, predictions);
    }
    if (target.task() == Task.CLASSIFICATION) {
      combination.calibration().apply(predictions);
    }
  }

  /// Writes the predictions that a member's raw scores stand for.
  ///
  /// @param out of the member; changed
  private static void linked(Member member, double[] out, double[] predicted) {
    for (int j = 0; j < out.length; j++) {
      out[j] = Math.min(Math.max(out[j], member.scoreMin()), member.scoreMax());
    }
    member.link().apply(out);
    if (predicted.length == 2 && out.length == 1) {
      predicted[0] = 1 - out[0];
      predicted[1] = out[0];
    } else {
      System.arraycopy(out, 0, predicted, 0, predicted.length);
    }
  }
}
