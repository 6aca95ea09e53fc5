package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.split.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Prepares as many of a table's rows as there is time for: all of them, or else a tenth, and so
/// on.
final class TimedReading {
  /// Parts of the time left that the first try and each later one may take.
  private static final double FIRST = 0.4;

  private static final double LATER = 0.25;

  /// Each try takes one of so many rows of the try before.
  private static final int PART = 10;

  /// A table of no more cells or rows gets all the time there is.
  private static final long CELLS_SMALL = 200_000;

  private static final int ROWS_SMALL = 1_000;

  /// First rows of each class that are always taken.
  private static final int OF_CLASS = 5;

  private final AutoMlSettings settings;
  private final RunClock clock;

  TimedReading(AutoMlSettings settings, RunClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// A training set of all rows, or of some.
  ///
  /// @throws InvalidInput when nothing can be learned from the table, or not in the time given
  /// @throws StopSignal.Stopped when the caller said stop
  TrainingSet read(Frame train) {
    int rows = train.rowCount();
    double share = FIRST;
    while (true) {
      boolean last = isSmall(rows, train);
      StopSignal stop = clock.part(last ? 1 : share);
      try {
        TrainingSet set = read(train, rows, stop);
        if (rows < train.rowCount()) {
          set.findings()
              .alert(
                  Check.TIME,
                  "%d of %d rows are used: the budget is too short to prepare all of them"
                      .formatted(set.trainCount(), train.rowCount()));
        }
        return set;
      } catch (StopSignal.Stopped late) {
        clock.checkCaller();
        if (last) {
          throw clock.tooShort(
              "even %d of the table's %d rows were prepared".formatted(rows, train.rowCount()));
        }
        rows /= PART;
        share = LATER;
      }
    }
  }

  private static boolean isSmall(int rows, Frame train) {
    return rows <= ROWS_SMALL || (long) rows * train.columns().size() <= CELLS_SMALL;
  }

  private TrainingSet read(Frame train, int rows, StopSignal stop) {
    Frame some = some(train, rows, stop);
    Frame held = settings.validation().table();
    AutoMlSettings fewer =
        held == null || held.rowCount() <= rows || rows == train.rowCount()
            ? settings
            : settings.withValidationTable(held.select(drawn(held.rowCount(), rows)));
    return new TableReading(fewer).read(some, stop);
  }

  private Frame some(Frame train, int rows, StopSignal stop) {
    if (rows == train.rowCount()) {
      return train;
    }
    int[] drawn = drawn(train.rowCount(), rows);
    int[] firsts =
        settings.task() == Task.CLASSIFICATION
            ? firsts(train.require(settings.target()), stop)
            : new int[0];
    return train.select(
        IntStream.concat(IntStream.of(drawn), IntStream.of(firsts)).sorted().distinct().toArray());
  }

  /// Row numbers at random, ascending.
  private int[] drawn(int of, int rows) {
    SplittableRandom random = new SplittableRandom(settings.seed() + 53);
    return Sample.of(IntStream.range(0, of).toArray(), rows, random);
  }

  /// The first rows of each class, so that a sample knows every class.
  private static int[] firsts(Column column, StopSignal stop) {
    Map<Double, Integer> counts = new HashMap<>();
    return IntStream.range(0, column.size())
        .peek(stop::checkAt)
        .filter(row -> !column.isMissing(row))
        .filter(row ->
            switch (column) {
                  case NumberColumn number -> counts.merge(number.value(row), 1, Integer::sum);
                  case TextColumn text -> counts.merge((double) text.code(row), 1, Integer::sum);
                }
                <= OF_CLASS)
        .toArray();
  }
}
