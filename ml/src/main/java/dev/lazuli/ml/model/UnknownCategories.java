package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds columns of rows to predict whose categories the model mostly never met: another spelling,
/// or another table.
final class UnknownCategories {
  private static final double SHARE_MIN = 0.5;

  private UnknownCategories() {}

  /// What to tell of such columns, in sentences.
  static List<String> remarks(RowEncoder encoder, Frame rows) {
    List<String> remarks = new ArrayList<>();
    for (ColumnEncoding encoding : encoder.encodings()) {
      Optional<CategoryLookup> known =
          switch (encoding) {
            case CategoryEncoding category -> Optional.of(category.lookup());
            case LookupEncoding table -> Optional.of(table.lookup());
            case NumericEncoding _,
                DateEncoding _,
                GapEncoding _,
                TextEncoding _,
                WordsEncoding _ ->
                Optional.empty();
          };
      if (known.isPresent()) {
        String name = encoder.signature().inputs().get(encoding.column()).name();
        rows.find(name)
            .flatMap(column -> remark(column, known.orElseThrow()))
            .ifPresent(remarks::add);
      }
    }
    return remarks;
  }

  private static Optional<String> remark(Column column, CategoryLookup known) {
    long[] counts = new long[2];
    List<String> unknown = new ArrayList<>();
    switch (column) {
      case TextColumn texts -> {
        long[] rows = new long[texts.dictionary().size()];
        for (int code : texts.codes()) {
          if (code >= 0) {
            rows[code]++;
          }
        }
        RawRow raw = new RawRow(1);
        for (int code = 0; code < rows.length; code++) {
          raw.setText(0, texts.dictionary().get(code));
          count(known.code(raw, 0) < 0, rows[code], texts.dictionary().get(code), counts, unknown);
        }
      }
      case NumberColumn numbers -> {
        RawRow raw = new RawRow(1);
        for (int row = 0; row < numbers.size(); row++) {
          raw.set(0, numbers, row);
          boolean missing = numbers.isMissing(row);
          count(known.code(raw, 0) < 0, missing ? 0 : 1, numbers.text(row), counts, unknown);
        }
      }
    }
    return counts[0] > 0 && counts[0] >= SHARE_MIN * counts[1]
        ? Optional.of(
            "%s values of column '%s' are not among those that the model learned, such as '%s': they count as unknown"
                .formatted(
                    counts[0] == counts[1]
                        ? "all %,d".formatted(counts[1])
                        : "%,d of %,d".formatted(counts[0], counts[1]),
                    column.name(),
                    unknown.getFirst()))
        : Optional.empty();
  }

  private static void count(
      boolean isUnknown, long rows, String text, long[] counts, List<String> unknown) {
    counts[1] += rows;
    if (isUnknown && rows > 0) {
      counts[0] += rows;
      if (unknown.isEmpty()) {
        unknown.add(text);
      }
    }
  }
}
