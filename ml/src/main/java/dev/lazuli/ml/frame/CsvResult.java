package dev.lazuli.ml.frame;

import java.util.List;

/// A table that was read, and the rows that were left out of it.
///
/// @param skipped the first [#SKIPPED_SHOWN] rows left out, in file order
/// @param skippedCount how many rows were left out in all
public record CsvResult(Frame frame, List<SkippedRow> skipped, long skippedCount) {
  /// How many of the rows left out are told one by one.
  public static final int SKIPPED_SHOWN = 100;

  /// Copies the list.
  public CsvResult {
    skipped = List.copyOf(skipped);
  }

  /// A row left out of the table.
  ///
  /// @param line where it begins; the first line of a file is 1
  public record SkippedRow(String file, long line, String reason) {}
}
