package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.TimeRange;
import java.util.ArrayList;
import java.util.List;

/// Series on one time grid.
///
/// @param dates how the times are written
/// @param idColumns names of the columns that tell series apart; empty for a single series
/// @param notes what was done to the table on the way, in words
public record SeriesSet(
    String timeColumn,
    DateOrder dates,
    String target,
    List<String> idColumns,
    TimeGrid grid,
    List<Regressor> regressors,
    List<Series> series,
    List<String> notes) {
  /// Copies the lists.
  public SeriesSet {
    idColumns = List.copyOf(idColumns);
    regressors = List.copyOf(regressors);
    series = List.copyOf(series);
    notes = List.copyOf(notes);
  }

  /// From the first time of the grid to the latest of a series.
  public TimeRange range() {
    long end = series.stream().mapToLong(Series::end).max().orElse(1);
    return new TimeRange(grid.origin(), grid.time(end - 1));
  }

  /// The same with other series.
  public SeriesSet withSeries(List<Series> others) {
    return new SeriesSet(timeColumn, dates, target, idColumns, grid, regressors, others, notes);
  }

  /// The same with more notes.
  public SeriesSet withNotes(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new SeriesSet(timeColumn, dates, target, idColumns, grid, regressors, series, all);
  }

  /// A series' name for people.
  public static String name(List<String> id) {
    return id.isEmpty() ? "the series" : String.join(", ", id);
  }
}
