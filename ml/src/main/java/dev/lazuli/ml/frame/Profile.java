package dev.lazuli.ml.frame;

import dev.lazuli.ml.frame.ColumnProfile.Histogram;
import dev.lazuli.ml.frame.ColumnProfile.Quantile;
import dev.lazuli.ml.frame.ColumnProfile.TopValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/// What the columns of a table look like.
///
/// @param rows number of rows of the table
public record Profile(int rows, List<ColumnProfile> columns) {
  private static final double[] SHARES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
  private static final int TOP_MAX = 10;
  private static final int BINS = 20;

  /// Copies the lists.
  public Profile {
    columns = List.copyOf(columns);
  }

  /// Looks at every value of `frame`.
  public static Profile of(Frame frame) {
    return new Profile(frame.rowCount(), frame.columns().stream().map(Profile::profile).toList());
  }

  private static ColumnProfile profile(Column column) {
    return switch (column) {
      case NumberColumn numbers -> numbers(numbers);
      case TextColumn texts -> texts(texts);
    };
  }

  private static ColumnProfile numbers(NumberColumn column) {
    double[] values = new double[column.size()];
    int finite = 0;
    int infinite = 0;
    for (double value : column.values()) {
      if (Double.isFinite(value)) {
        values[finite++] = value == 0 ? 0 : value; // -0.0 counts as 0.0
      } else if (!Double.isNaN(value)) {
        infinite++;
      }
    }
    int missing = column.size() - finite - infinite;
    if (finite == 0) {
      return new ColumnProfile.Empty(column.name(), column.type(), column.size(), missing);
    }
    double[] sorted = Arrays.copyOf(values, finite);
    Arrays.sort(sorted);
    double mean = mean(sorted);
    return new ColumnProfile.Numbers(
        column.name(),
        column.type(),
        column.size(),
        missing,
        infinite,
        distinct(sorted),
        sorted[0],
        sorted[finite - 1],
        mean,
        standardDeviation(sorted, mean),
        Arrays.stream(SHARES).mapToObj(share -> quantile(sorted, share)).toList(),
        topNumbers(column, sorted),
        histogram(sorted));
  }

  private static double mean(double[] values) {
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += (values[i] - mean) / (i + 1);
    }
    return mean;
  }

  private static double standardDeviation(double[] values, double mean) {
    if (values.length < 2) {
      return 0;
    }
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }

  private static int distinct(double[] sorted) {
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return distinct;
  }

  /// Between two values by their distance, as numpy's default.
  private static Quantile quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    double part = place - below;
    return new Quantile(share, sorted[below] * (1 - part) + sorted[above] * part);
  }

  private static List<TopValue> topNumbers(NumberColumn column, double[] sorted) {
    var top = new Top();
    int start = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[start]) {
        top.offer(start, i - start);
        start = i;
      }
    }
    return top.values(place -> new NumberColumn(column.name(), column.type(), sorted).text(place));
  }

  private static Histogram histogram(double[] sorted) {
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    if (min == max) {
      min -= 0.5;
      max += 0.5;
    }
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i <= BINS; i++) {
      double part = (double) i / BINS;
      edges.add(min * (1 - part) + max * part);
    }
    int[] counts = new int[BINS];
    int bin = 0;
    for (double value : sorted) {
      while (bin < BINS - 1 && value >= edges.get(bin + 1)) {
        bin++;
      }
      counts[bin]++;
    }
    return new Histogram(edges, Arrays.stream(counts).boxed().toList());
  }

  private static ColumnProfile texts(TextColumn column) {
    List<String> dictionary = column.dictionary();
    int[] counts = new int[dictionary.size()];
    int missing = 0;
    for (int code : column.codes()) {
      if (code < 0) {
        missing++;
      } else {
        counts[code]++;
      }
    }
    int present = column.size() - missing;
    if (present == 0) {
      return new ColumnProfile.Empty(column.name(), column.type(), column.size(), missing);
    }
    var top = new Top();
    int distinct = 0;
    int lengthMin = Integer.MAX_VALUE;
    int lengthMax = 0;
    double lengthSum = 0;
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] > 0) {
        distinct++;
        int length = dictionary.get(code).length();
        lengthMin = Math.min(lengthMin, length);
        lengthMax = Math.max(lengthMax, length);
        lengthSum += (double) length * counts[code];
        top.offer(code, counts[code]);
      }
    }
    return new ColumnProfile.Texts(
        column.name(),
        column.type(),
        column.size(),
        missing,
        distinct,
        lengthMin,
        lengthMax,
        lengthSum / present,
        top.values(dictionary::get));
  }

  /// The places with the highest counts, the earlier one first among equals.
  private static final class Top {
    private record Entry(int place, int count) {}

    private static final Comparator<Entry> WORST_FIRST =
        Comparator.comparingInt(Entry::count)
            .thenComparing(Entry::place, Comparator.reverseOrder());

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(WORST_FIRST);

    void offer(int place, int count) {
      if (entries.size() < TOP_MAX) {
        entries.add(new Entry(place, count));
      } else if (entries.element().count < count) {
        entries.remove();
        entries.add(new Entry(place, count));
      }
    }

    List<TopValue> values(IntFunction<String> text) {
      return entries.stream()
          .sorted(WORST_FIRST.reversed())
          .map(entry -> new TopValue(text.apply(entry.place), entry.count))
          .toList();
    }
  }
}
