package dev.lazuli.ml.table;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Preparation;
import dev.lazuli.ml.prepare.Prepared;
import dev.lazuli.ml.prepare.TargetValues;
import java.util.stream.IntStream;

/// Rows of a table as vectors of standardised numbers and 0/1 columns, for learners without a
/// target such as [dev.lazuli.ml.cluster.KMeans]. Immutable.
public final class TableVectors {
  private final RowEncoder encoder;
  private final Design design;

  private TableVectors(RowEncoder encoder, Design design) {
    this.encoder = encoder;
    this.design = design;
  }

  /// Learns from a table how its columns become vectors.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when no column is of use
  public static TableVectors learn(Frame frame) {
    double[] none = new double[frame.rowCount()];
    Prepared prepared =
        new Preparation(Featurization.automatic(), 0, StopSignal.never())
            .learn(frame, TargetValues.of(Target.number(""), none));
    int[] rows = IntStream.range(0, frame.rowCount()).toArray();
    return new TableVectors(prepared.encoder(), Design.learn(prepared.table(), rows));
  }

  /// Numbers in a vector.
  public int columns() {
    return design.columns();
  }

  /// How rows become features.
  public RowEncoder encoder() {
    return encoder;
  }

  /// The vectors of a table with the same columns; rows x columns.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when a required column is not there
  public double[][] of(Frame frame) {
    double[][] features = encoder.encode(frame);
    double[][] vectors = new double[frame.rowCount()][design.columns()];
    double[] row = new double[features.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int f = 0; f < row.length; f++) {
        row[f] = features[f][i];
      }
      design.write(row, vectors[i]);
    }
    return vectors;
  }
}
