package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.panel.Track;
import dev.lazuli.ml.forecast.series.Purposes;
import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesReader;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.forecast.series.TimeValues;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.RawRow;
import dev.lazuli.ml.model.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Rows to forecast, series by series.
final class FutureRows {
  private static final int STEPS_MAX = 100_000;

  /// Series that an error names.
  private static final int NAMES_MAX = 5;

  /// Values of all series and columns together, up to the farthest step of each.
  private static final long VALUES_MAX = 20_000_000;

  private final SeriesSet ends;
  private final Signature signature;
  private final Frame frame;
  private final TreeMap<Integer, Ask> asks = new TreeMap<>();
  private long values;

  private FutureRows(ForecastModel model, Frame frame) {
    this.ends = model.ends();
    this.signature = model.signature();
    this.frame = frame;
  }

  /// What is asked of one series.
  static final class Ask {
    private final List<Integer> rows;
    private final Map<Integer, Integer> stepByRow;
    private final double[] known;
    private final double[][] regressors;

    Ask(
        List<Integer> rows,
        Map<Integer, Integer> stepByRow,
        double[] known,
        double[][] regressors) {
      this.rows = rows;
      this.stepByRow = stepByRow;
      this.known = known;
      this.regressors = regressors;
    }

    List<Integer> rows() {
      return rows;
    }

    /// The row's step after the series' end, from 1.
    int step(int row) {
      return stepByRow.getOrDefault(row, 1);
    }

    /// How many steps before the row a value is known, or the series' end lies; 0 for a known
    /// value.
    int sinceKnown(int row) {
      int step = step(row);
      int since = 0;
      while (since < step && Double.isNaN(known[step - 1 - since])) {
        since++;
      }
      return since;
    }

    /// The target that the table gives for each step; NaN where it gives none. Not a copy.
    double[] known() {
      return known;
    }

    /// The series with these values after its end, and regressors as far as they are given.
    Track track(Series end, int place, double scale, double[] values) {
      double[] all = Arrays.copyOf(end.values(), end.size() + values.length);
      System.arraycopy(values, 0, all, end.size(), values.length);
      double[][] columns = new double[regressors.length][];
      for (int r = 0; r < columns.length; r++) {
        columns[r] = Arrays.copyOf(end.regressor(r), end.size() + known.length);
        System.arraycopy(regressors[r], 0, columns[r], end.size(), known.length);
      }
      return new Track(place, end.start(), all, columns, scale);
    }
  }

  static FutureRows read(ForecastModel model, Frame frame) {
    FutureRows rows = new FutureRows(model, frame);
    rows.read();
    return rows;
  }

  /// Places of the series that are asked for.
  Iterable<Integer> asked() {
    return asks.keySet();
  }

  Ask ask(int place) {
    Ask ask = asks.get(place);
    if (ask == null) {
      throw new IllegalArgumentException("series %d is not asked for".formatted(place));
    }
    return ask;
  }

  private void read() {
    long[] times = TimeValues.of(frame.require(ends.timeColumn()), signature.inputs().getFirst());
    List<Column> ids = ends.idColumns().stream().map(frame::require).toList();
    Map<List<String>, Integer> places = new HashMap<>();
    for (int s = 0; s < ends.series().size(); s++) {
      places.put(ends.series().get(s).id(), s);
    }
    Map<Integer, List<Integer>> rowsBySeries = new TreeMap<>();
    for (int row = 0; row < times.length; row++) {
      int at = row;
      List<String> id = ids.stream().map(column -> Purposes.category(column, at)).toList();
      Integer place = places.get(id);
      if (place == null) {
        throw new InvalidInput(
            String.join(", ", ends.idColumns()),
            "row %d is of series '%s', which the model does not know; it knows %s"
                .formatted(row + 1, SeriesSet.name(id), names()));
      }
      rowsBySeries.computeIfAbsent(place, any -> new ArrayList<>()).add(row);
    }
    rowsBySeries.forEach((place, rows) -> asks.put(place, ask(place, rows, times)));
  }

  /// Names of some series of the model.
  private String names() {
    String names =
        ends.series().stream()
            .limit(NAMES_MAX)
            .map(series -> SeriesSet.name(series.id()))
            .collect(Collectors.joining("; "));
    int more = ends.series().size() - NAMES_MAX;
    return more > 0 ? "%s and %d more".formatted(names, more) : names;
  }

  private Ask ask(int place, List<Integer> rows, long[] times) {
    Series end = ends.series().get(place);
    Map<Integer, Integer> steps = new HashMap<>();
    int most = 0;
    for (int row : rows) {
      long number = ends.grid().number(times[row]);
      if (!ends.grid().contains(times[row])) {
        throw new InvalidInput(
            ends.timeColumn(),
            "row %d: %s is no step of the series (%s); the next are %s and %s"
                .formatted(
                    row + 1,
                    Instant.ofEpochMilli(times[row]),
                    ends.grid().alias(),
                    Instant.ofEpochMilli(ends.grid().time(end.end())),
                    Instant.ofEpochMilli(ends.grid().time(end.end() + 1))));
      }
      long step = number - end.end() + 1;
      if (step < 1 || step > STEPS_MAX) {
        throw new InvalidInput(
            ends.timeColumn(),
            "row %d: %s is not after the end of %s, %s"
                .formatted(
                    row + 1,
                    Instant.ofEpochMilli(times[row]),
                    SeriesSet.name(end.id()),
                    Instant.ofEpochMilli(ends.grid().time(end.end() - 1))));
      }
      steps.put(row, (int) step);
      most = Math.max(most, (int) step);
    }
    values += (1L + ends.regressors().size()) * most;
    if (values > VALUES_MAX) {
      throw new InvalidInput(
          ends.timeColumn(),
          "the rows reach too far ahead: up to the last of each series they span more than %d values"
              .formatted(VALUES_MAX));
    }
    double[] known = known(rows, steps, most);
    double[][] regressors = new double[ends.regressors().size()][];
    for (int r = 0; r < regressors.length; r++) {
      Regressor regressor = ends.regressors().get(r);
      double[] before = end.regressor(r);
      regressors[r] =
          regressor.fill(
              regressor(regressor, rows, steps, most),
              before.length == 0 ? Double.NaN : before[before.length - 1]);
    }
    return new Ask(rows, steps, known, regressors);
  }

  private double[] known(List<Integer> rows, Map<Integer, Integer> steps, int most) {
    double[] known = numbers(ends.target(), rows, steps, most);
    for (int row : rows) {
      double value = known[steps.getOrDefault(row, 1) - 1];
      if (Math.abs(value) > SeriesReader.VALUE_MAX) {
        throw new InvalidInput(
            ends.target(),
            "row %d: column '%s' holds %s; known values are at most 1e140 in size"
                .formatted(row + 1, ends.target(), value));
      }
    }
    return known;
  }

  /// A column's numbers by step; NaN where there are none.
  private double[] numbers(String name, List<Integer> rows, Map<Integer, Integer> steps, int most) {
    double[] values = new double[most];
    Arrays.fill(values, Double.NaN);
    Optional<Column> column = frame.find(name);
    if (column.isPresent()) {
      int place = signature.place(name).orElseThrow();
      RawRow raw = signature.row();
      for (int row : rows) {
        raw.set(place, column.get(), row);
        values[steps.getOrDefault(row, 1) - 1] = signature.number(raw, place, row);
      }
    }
    return values;
  }

  private double[] regressor(
      Regressor regressor, List<Integer> rows, Map<Integer, Integer> steps, int most) {
    if (!regressor.isCategory()) {
      return numbers(regressor.name(), rows, steps, most);
    }
    double[] values = new double[most];
    Arrays.fill(values, Double.NaN);
    Optional<Column> column = frame.find(regressor.name());
    if (column.isPresent()) {
      Map<String, Integer> codes = new HashMap<>();
      for (int code = 0; code < regressor.categories().size(); code++) {
        codes.put(regressor.categories().get(code), code);
      }
      for (int row : rows) {
        values[steps.getOrDefault(row, 1) - 1] = code(codes, Purposes.category(column.get(), row));
      }
    }
    return values;
  }

  private static double code(Map<String, Integer> codes, String text) {
    Integer code = codes.get(text);
    return code == null ? Double.NaN : code;
  }
}
