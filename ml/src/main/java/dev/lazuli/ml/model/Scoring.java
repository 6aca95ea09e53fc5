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

  Scoring(TabularModel model, List<RowScorer> scorers) {
    this.target = model.target();
    this.encoder = model.encoder();
    this.members = model.members().toArray(Member[]::new);
    this.scorers = scorers.toArray(RowScorer[]::new);
    this.raw = new RawRow(model.signature().size());
    this.features = new double[encoder.width()];
    this.scores =
        scorers.stream().map(scorer -> new double[scorer.outputs()]).toArray(double[][]::new);
    this.predictions = new double[target.outputs()];
  }

  /// The row to fill, columns as in the signature.
  public RawRow raw() {
    return raw;
  }

  /// Scores what stands in [#raw].
  public void score() {
    encoder.encode(raw, features);
    combine();
  }

  /// Scores one row of feature values.
  ///
  /// @param values `features x rows`
  void scoreFeatures(double[][] values, int row) {
    for (int f = 0; f < features.length; f++) {
      features[f] = values[f][row];
    }
    combine();
  }

  /// The number predicted, or the probability of class `output`.
  public double prediction(int output) {
    return predictions[output];
  }

  /// Place of the most probable class among the target's classes, the first of equals.
  public int classIndex() {
    int best = 0;
    for (int c = 1; c < predictions.length; c++) {
      if (predictions[c] > predictions[best]) {
        best = c;
      }
    }
    return best;
  }

  private void combine() {
    Arrays.fill(predictions, 0);
    for (int m = 0; m < members.length; m++) {
      Member member = members[m];
      double[] out = scores[m];
      scorers[m].score(features, out);
      for (int j = 0; j < out.length; j++) {
        out[j] = Math.min(Math.max(out[j], member.scoreMin()), member.scoreMax());
      }
      member.link().apply(out);
      double weight = member.weight();
      if (predictions.length == 2 && out.length == 1) {
        predictions[0] += weight * (1 - out[0]);
        predictions[1] += weight * out[0];
      } else {
        for (int j = 0; j < predictions.length; j++) {
          predictions[j] += weight * out[j];
        }
      }
    }
  }
}
