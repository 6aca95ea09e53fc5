package dev.lazuli.ml.frame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A table that was read, and the rows that were left out of it.
///
/// @param skipped the first [#SKIPPED_SHOWN] rows left out, in file order
/// @param skippedCount how many rows were left out in all
/// @param openDates columns in which every date could be read with the day or the month first
/// @param words the words that were read as missing values, column by column
/// @param unnamed the file in which no line of column names was found, where one was looked for;
///   else empty
public record CsvResult(
    Frame frame,
    List<SkippedRow> skipped,
    long skippedCount,
    List<DateReading> openDates,
    List<Words> words,
    String unnamed) {
  /// How many of the rows left out are told one by one.
  public static final int SKIPPED_SHOWN = 100;

  /// How many of them the remarks tell.
  private static final int TOLD = 3;

  /// Copies the lists.
  public CsvResult {
    skipped = List.copyOf(skipped);
    openDates = List.copyOf(openDates);
    words = List.copyOf(words);
  }

  /// A table that was read whole.
  public static CsvResult of(Frame frame) {
    return new CsvResult(frame, List.of(), 0, List.of(), List.of(), "");
  }

  /// The same with what became of the table.
  public CsvResult withFrame(Frame other) {
    return new CsvResult(other, skipped, skippedCount, openDates, words, unnamed);
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
    for (DateReading open : openDates) {
      if (frame.find(open.column()).orElse(null) instanceof NumberColumn column) {
        boolean dayFirst = column.dates() == DateOrder.DAY_FIRST;
        remarks.add(
            "no date in '%s' tells days from months: it is read with the %s first%s"
                .formatted(
                    open.column(),
                    dayFirst ? "day" : "month",
                    open.because().isEmpty() ? "" : ", " + open.because()));
      }
    }
    remarks.addAll(wordsOf(words.stream().filter(word -> isText(word.column())).toList()));
    return remarks;
  }

  /// Which words were read as missing values of one column, such as a target of numbers, in words.
  public List<String> remarksOn(String column) {
    return isText(column)
        ? List.of()
        : wordsOf(words.stream().filter(word -> word.column().equals(column)).toList());
  }

  private boolean isText(String column) {
    return frame.find(column).orElse(null) instanceof TextColumn;
  }

  private List<String> wordsOf(List<Words> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    String named =
        some.stream()
            .sorted(Comparator.comparingInt(Words::count).reversed())
            .limit(TOLD)
            .map(word ->
                "'%s' in %,d of %,d rows of '%s'"
                    .formatted(word.word(), word.count(), frame.rowCount(), word.column()))
            .collect(Collectors.joining("; "));
    return List.of(
        "texts read as no value: %s%s; in quotes they stay texts, and --missing, or missing_values among the properties of a job, says which texts mean no value"
            .formatted(
                named, some.size() > TOLD ? "; and %d more".formatted(some.size() - TOLD) : ""));
  }

  /// How a column of dates that tell nothing about days and months is read.
  ///
  /// @param because what shows the order, in words; empty when nothing does
  public record DateReading(String column, String because) {}

  /// A word that was read as a missing value of a column.
  public record Words(String column, String word, int count) {}

  /// A row left out of the table.
  ///
  /// @param line where it begins; the first line of a file is 1
  public record SkippedRow(String file, long line, String reason) {}
}
