package dev.lazuli.ml.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table that was read, and the rows that were left out of it.
///
/// @param skipped the first [#SKIPPED_SHOWN] rows left out, in file order
/// @param skippedCount how many rows were left out in all
/// @param unclearDates columns in which every date could be read with the day or the month first
/// @param unnamed the file in which no line of column names was found, where one was looked for;
///   else empty
public record CsvResult(
    Frame frame,
    List<SkippedRow> skipped,
    long skippedCount,
    List<String> unclearDates,
    String unnamed) {
  /// How many of the rows left out are told one by one.
  public static final int SKIPPED_SHOWN = 100;

  /// How many of them the remarks tell.
  private static final int TOLD = 3;

  /// Copies the lists.
  public CsvResult {
    skipped = List.copyOf(skipped);
    unclearDates = List.copyOf(unclearDates);
  }

  /// A table that was read whole.
  public static CsvResult of(Frame frame) {
    return new CsvResult(frame, List.of(), 0, List.of(), "");
  }

  /// The same with what became of the table.
  public CsvResult withFrame(Frame other) {
    return new CsvResult(other, skipped, skippedCount, unclearDates, unnamed);
  }

  /// What was left out or guessed, in words.
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!unnamed.isEmpty()) {
      remarks.add(
          "no line of column names was found in %s, so that its columns are called Column1, Column2 and so on; names must stand in the first line, and differ in kind from the values below"
              .formatted(unnamed));
    }
    if (skippedCount > 0) {
      remarks.add(
          "left out %,d row%s that do%s not fit: %s%s"
              .formatted(
                  skippedCount,
                  skippedCount == 1 ? "" : "s",
                  skippedCount == 1 ? "es" : "",
                  skipped.stream()
                      .limit(TOLD)
                      .map(row ->
                          "%s line %d has %s".formatted(row.file(), row.line(), row.reason()))
                      .collect(Collectors.joining("; ")),
                  skippedCount > TOLD ? "; …" : ""));
    }
    for (String name : unclearDates) {
      if (frame.find(name).orElse(null) instanceof NumberColumn column) {
        boolean dayFirst = column.dates() == DateOrder.DAY_FIRST;
        remarks.add(
            "no date in '%s' tells days from months: it is read with the %s first"
                .formatted(name, dayFirst ? "day" : "month"));
      }
    }
    return remarks;
  }

  /// A row left out of the table.
  ///
  /// @param line where it begins; the first line of a file is 1
  public record SkippedRow(String file, long line, String reason) {}
}
