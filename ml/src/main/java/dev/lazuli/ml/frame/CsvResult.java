package dev.lazuli.ml.frame;

import java.util.List;
import java.util.Optional;

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

  /// What was left out, in words; empty when all rows were read.
  public Optional<String> remark() {
    return skipped.stream()
        .findFirst()
        .map(first ->
            "left out %,d rows that do not fit, the first at line %d of %s: %s"
                .formatted(skippedCount, first.line(), first.file(), first.reason()));
  }

  /// A row left out of the table.
  ///
  /// @param line where it begins; the first line of a file is 1
  public record SkippedRow(String file, long line, String reason) {}
}
