package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;

/// A row of a CSV file has too many or too few fields, or its quotes are wrong; such rows are left
/// out when [CsvOptions#withBadRows] says [CsvOptions.BadRows#SKIP].
public final class BadRow extends InvalidInput {
  BadRow(String file, long line, String reason) {
    super(file, "%s line %d: %s".formatted(file, line, reason));
  }
}
