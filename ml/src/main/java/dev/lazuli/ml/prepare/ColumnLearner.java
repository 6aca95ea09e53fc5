package dev.lazuli.ml.prepare;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.CategoryEncoding;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.DateEncoding;
import dev.lazuli.ml.model.DatePart;
import dev.lazuli.ml.model.GapEncoding;
import dev.lazuli.ml.model.LookupEncoding;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TextEncoding;
import dev.lazuli.ml.model.TextWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Learns the encoding of one column after the other.
final class ColumnLearner {
  private static final int FOLDS = 5;

  /// Of more columns of times than this, the others have no differences.
  private static final int TIMES_MAX = 6;

  private static final int BUCKETS = 2048;
  private static final double CATEGORY_SMOOTHING = 10;
  private static final double WORD_SMOOTHING = 5;

  private final Frame frame;
  private final Signature signature;
  private final TargetValues target;
  private final int[] foldOf;
  private final Featurization wanted;
  private final StopSignal stop;

  ColumnLearner(
      Frame frame,
      Signature signature,
      TargetValues target,
      Featurization wanted,
      long seed,
      StopSignal stop) {
    this.stop = stop;
    this.frame = frame;
    this.wanted = wanted;
    this.signature = signature;
    this.target = target;
    SplittableRandom random = new SplittableRandom(seed);
    this.foldOf = random.ints(frame.rowCount(), 0, FOLDS).toArray();
  }

  /// What is learned of a column, in order.
  List<LearnedColumn> learn(int place, ColumnPurpose purpose) {
    LearnedColumn first = first(place, purpose);
    List<LearnedColumn> learned = new ArrayList<>(List.of(first));
    if (purpose == ColumnPurpose.TEXT
        && frame.columns().get(place) instanceof TextColumn text
        && !wanted.blocked().contains(Transformer.TF_IDF)) {
      new WordsLearner(text, target, foldOf, FOLDS, stop).learn(place).ifPresent(learned::add);
    }
    return learned;
  }

  /// The days between each two times of a row, where they differ between rows.
  List<LearnedColumn> gaps(List<ColumnPurpose> purposes) {
    int[] times =
        IntStream.range(0, purposes.size())
            .filter(place -> purposes.get(place) == ColumnPurpose.DATETIME)
            .limit(TIMES_MAX)
            .toArray();
    List<LearnedColumn> gaps = new ArrayList<>();
    for (int first : times) {
      for (int second : times) {
        if (first < second) {
          String name = "%s minus %s days".formatted(name(second), name(first));
          LearnedColumn gap = encoded(new GapEncoding(second, first, name));
          if (isVaried(gap.features()[0])) {
            gaps.add(gap);
          }
        }
      }
    }
    return gaps;
  }

  private String name(int place) {
    return frame.columns().get(place).name();
  }

  private static boolean isVaried(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).distinct().limit(2).count() > 1;
  }

  private LearnedColumn first(int place, ColumnPurpose purpose) {
    Column column = frame.columns().get(place);
    return switch (purpose) {
      case NUMERIC -> encoded(new NumericEncoding(place, column.name(), fill(column)));
      case CATEGORICAL -> encoded(new CategoryEncoding(place, column.name(), values(column)));
      case HIGH_CARDINALITY -> lookup(place, column);
      case DATETIME -> dates(place, column.name());
      case TEXT -> texts(place, column);
      case IGNORE -> throw new IllegalStateException("an ignored column has no encoding");
    };
  }

  /// What stands in for a missing value; NaN for nothing.
  private double fill(Column column) {
    return column instanceof NumberColumn numbers
        ? wanted.imputation(column.name()).map(rule -> rule.fill(numbers)).orElse(Double.NaN)
        : Double.NaN;
  }

  /// The target, or nothing where its means are not to be used.
  private TargetValues target(Transformer means) {
    return wanted.blocked().contains(means) ? TargetValues.none(frame.rowCount()) : target;
  }

  private LearnedColumn encoded(ColumnEncoding encoding) {
    List<Integer> places = Arrays.stream(encoding.columns()).boxed().toList();
    Frame one = new Frame(places.stream().map(frame.columns()::get).toList());
    RowEncoder encoder =
        new RowEncoder(
            new Signature(places.stream().map(signature.inputs()::get).toList()),
            List.of(encoding.moved(places::indexOf)));
    return new LearnedColumn(encoding, encoder.encode(one, stop));
  }

  /// The distinct values that occur, in a fixed order.
  private List<String> values(Column column) {
    return switch (column) {
      case TextColumn text -> {
        boolean[] met = new boolean[text.dictionary().size()];
        for (int code : text.codes()) {
          if (code >= 0) {
            met[code] = true;
          }
        }
        List<String> values = new ArrayList<>();
        for (int code = 0; code < met.length; code++) {
          if (met[code]) {
            values.add(text.dictionary().get(code));
          }
        }
        values.sort(new Looking(stop));
        yield values;
      }
      case NumberColumn number -> {
        List<String> values = new ArrayList<>();
        double[] present =
            Arrays.stream(number.values())
                .filter(v -> !Double.isNaN(v))
                .distinct()
                .sorted()
                .toArray();
        for (double value : present) {
          values.add(new NumberColumn("", number.type(), new double[] {value}).text(0));
        }
        yield values;
      }
    };
  }

  /// All parts that differ between rows; the day when none does.
  private LearnedColumn dates(int place, String name) {
    List<DatePart> parts = new ArrayList<>();
    List<double[]> features = new ArrayList<>();
    for (DatePart part : DatePart.values()) {
      double[] values = encoded(new DateEncoding(place, name, List.of(part))).features()[0];
      if (isVaried(values)) {
        parts.add(part);
        features.add(values);
      }
    }
    return parts.isEmpty()
        ? encoded(new DateEncoding(place, name, List.of(DatePart.EPOCH_DAY)))
        : new LearnedColumn(
            new DateEncoding(place, name, parts), features.toArray(double[][]::new));
  }

  private LearnedColumn lookup(int place, Column column) {
    TargetValues target = target(Transformer.CAT_TARGET_ENCODER);
    List<String> values = values(column);
    LearnedColumn codes = encoded(new CategoryEncoding(place, column.name(), values));
    double[] code = codes.features()[0];
    TargetMeans means =
        new TargetMeans(values.size() + 1, target.width(), FOLDS, CATEGORY_SMOOTHING);
    for (int j = 0; j < target.width(); j++) {
      means.setPrior(j, target.mean(j));
    }
    for (int row = 0; row < code.length; row++) {
      stop.checkAt(row);
      if (!Double.isNaN(code[row])) {
        means.add(foldOf[row], (int) code[row], target.values(), row * target.width());
      }
    }
    int width = target.width() + 1;
    double[] table = new double[(values.size() + 1) * width];
    for (int key = 0; key <= values.size(); key++) {
      means.means(key, -1, table, key * width);
      table[key * width + width - 1] = means.count(key) / code.length;
    }
    double[][] features = new double[width][code.length];
    double[] line = new double[width];
    for (int row = 0; row < code.length; row++) {
      stop.checkAt(row);
      Arrays.fill(line, Double.NaN);
      if (!Double.isNaN(code[row])) {
        int key = (int) code[row];
        means.means(key, foldOf[row], line, 0);
        line[width - 1] = table[key * width + width - 1];
      }
      scatter(line, features, row);
    }
    return new LearnedColumn(
        new LookupEncoding(place, column.name(), width, values, table), features);
  }

  /// The natural order of texts, looked up by a sort that can be told to stop.
  private static final class Looking implements Comparator<String> {
    private final StopSignal stop;
    private int looks;

    Looking(StopSignal stop) {
      this.stop = stop;
    }

    @Override
    public int compare(String one, String other) {
      stop.checkAt(++looks);
      return one.compareTo(other);
    }
  }

  private static void scatter(double[] line, double[][] features, int row) {
    for (int j = 0; j < line.length; j++) {
      features[j][row] = line[j];
    }
  }

  private LearnedColumn texts(int place, Column column) {
    TargetValues target = target(Transformer.TEXT_TARGET_ENCODER);
    int width = target.width();
    TargetMeans means = new TargetMeans(BUCKETS, width, FOLDS, WORD_SMOOTHING);
    for (int j = 0; j < width; j++) {
      means.setPrior(j, target.mean(j));
    }
    for (int row = 0; row < column.size(); row++) {
      stop.checkAt(row);
      int at = row;
      if (!column.isMissing(row)) {
        TextWords.read(
            column.text(row),
            hash ->
                means.add(
                    foldOf[at],
                    Integer.remainderUnsigned(hash, BUCKETS),
                    target.values(),
                    at * width));
      }
    }
    double[][] tables = new double[FOLDS + 1][];
    for (int fold = 0; fold <= FOLDS; fold++) {
      tables[fold] = wordTable(means, target, fold == FOLDS ? -1 : fold);
    }
    TextEncoding encoding = new TextEncoding(place, column.name(), width, tables[FOLDS]);
    double[][] features = new double[encoding.features().size()][column.size()];
    double[] line = new double[features.length];
    for (int row = 0; row < column.size(); row++) {
      stop.checkAt(row);
      Arrays.fill(line, Double.NaN);
      if (!column.isMissing(row)) {
        encoding.encode(column.text(row), tables[foldOf[row]], line, 0);
      }
      scatter(line, features, row);
    }
    return new LearnedColumn(encoding, features);
  }

  private static double[] wordTable(TargetMeans means, TargetValues target, int without) {
    int width = target.width();
    double[] table = new double[(BUCKETS + 1) * width];
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      means.means(bucket, without, table, bucket * width);
    }
    for (int j = 0; j < width; j++) {
      table[BUCKETS * width + j] = target.mean(j);
    }
    return table;
  }
}
