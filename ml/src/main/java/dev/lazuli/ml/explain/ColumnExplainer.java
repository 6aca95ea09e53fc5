package dev.lazuli.ml.explain;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.RawRow;
import dev.lazuli.ml.model.Scoring;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.split.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What each column of a table adds to a model's predictions, in their own unit: euros, or
/// probabilities. Works for every [TabularModel], ensembles too.
///
/// Shapley values against background rows, by drawing orders of columns: Štrumbelj and Kononenko,
/// [Explaining prediction models and individual predictions with feature
/// contributions](https://doi.org/10.1007/s10115-013-0679-x). Each order is taken forwards and
/// backwards. The contributions and the mean prediction sum to the prediction whatever was drawn.
public final class ColumnExplainer {
  /// As many background rows are enough, as SHAP's own
  /// [masker](https://shap.readthedocs.io/en/latest/generated/shap.maskers.Independent.html) has
  /// it.
  public static final int BACKGROUND_MAX = 100;

  private final TabularModel model;
  private final List<Column> background;
  private final int backgroundRows;
  private final long seed;
  private final StopSignal stop;

  /// Explains against at most [#BACKGROUND_MAX] rows of `background`: of more, as many are drawn.
  ///
  /// @param background rows of the training table
  /// @param seed decides the rows and the orders drawn
  /// @throws InvalidInput when there are no rows, or a column is not there
  public ColumnExplainer(TabularModel model, Frame background, long seed, StopSignal stop) {
    this(model, background, BACKGROUND_MAX, seed, stop);
  }

  /// Explains one row by `2 x background rows x (columns + 1)` predictions.
  ///
  /// @param background rows of the training table
  /// @param rowsMax of more background rows, as many are drawn; at least 1
  /// @param seed decides the rows and the orders drawn
  /// @throws InvalidInput when there are no rows, or a column is not there
  public ColumnExplainer(
      TabularModel model, Frame background, int rowsMax, long seed, StopSignal stop) {
    if (background.rowCount() == 0 || rowsMax < 1) {
      throw new InvalidInput("background", "there are no background rows");
    }
    int[] rows = IntStream.range(0, background.rowCount()).toArray();
    Frame drawn = background.select(Sample.of(rows, rowsMax, new SplittableRandom(~seed)));
    this.model = model;
    this.background = columns(model.signature(), drawn);
    this.backgroundRows = drawn.rowCount();
    this.seed = seed;
    this.stop = stop;
  }

  private static List<Column> columns(Signature signature, Frame frame) {
    List<Column> columns = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      columns.add(
          frame
              .find(input.name())
              .orElseGet(() -> {
                if (input.required()) {
                  return frame.require(input.name());
                }
                double[] missing = new double[frame.rowCount()];
                Arrays.fill(missing, Double.NaN);
                return new NumberColumn(input.name(), ColumnType.NUMBER, missing);
              }));
    }
    return columns;
  }

  /// The columns that are explained, in order.
  public List<String> columns() {
    return model.signature().inputs().stream().map(Signature.Input::name).toList();
  }

  /// What each column adds to the predictions of one row.
  ///
  /// @return for each output, the predicted number or the probability of a class, the contribution
  ///   of each column and then the mean prediction of the background rows used
  /// @throws StopSignal.Stopped when the work was told to end
  public double[][] explain(Frame frame, int row) {
    List<Column> own = columns(model.signature(), frame);
    int d = own.size();
    double[][] contributions = new double[model.target().outputs()][d + 1];
    SplittableRandom random = new SplittableRandom(seed);
    Walk walk = new Walk(own, row, contributions);
    int[] order = new int[d];
    for (int j = 0; j < d; j++) {
      order[j] = j;
    }
    for (int other = 0; other < backgroundRows; other++) {
      stop.check();
      for (int j = d - 1; j > 0; j--) {
        int place = random.nextInt(j + 1);
        int held = order[j];
        order[j] = order[place];
        order[place] = held;
      }
      walk.from(other, order, true);
      walk.from(other, order, false);
    }
    for (double[] output : contributions) {
      for (int j = 0; j <= d; j++) {
        output[j] /= 2.0 * backgroundRows;
      }
    }
    return contributions;
  }

  /// Goes from background rows to one row, column by column, and adds what each step changes.
  private final class Walk {
    private final List<Column> own;
    private final int row;
    private final double[][] contributions;
    private final Scoring scoring = model.scoring();

    Walk(List<Column> own, int row, double[][] contributions) {
      this.own = own;
      this.row = row;
      this.contributions = contributions;
    }

    void from(int other, int[] order, boolean forwards) {
      int d = order.length;
      RawRow raw = scoring.raw();
      for (int j = 0; j < d; j++) {
        raw.set(j, background.get(j), other);
      }
      double[] before = predictions();
      for (int k = 0; k < before.length; k++) {
        contributions[k][d] += before[k];
      }
      for (int step = 0; step < d; step++) {
        int column = order[forwards ? step : d - 1 - step];
        raw.set(column, own.get(column), row);
        double[] after = predictions();
        for (int k = 0; k < after.length; k++) {
          contributions[k][column] += after[k] - before[k];
        }
        before = after;
      }
    }

    private double[] predictions() {
      scoring.score();
      double[] predictions = new double[contributions.length];
      for (int k = 0; k < predictions.length; k++) {
        predictions[k] = scoring.prediction(k);
      }
      return predictions;
    }
  }
}
