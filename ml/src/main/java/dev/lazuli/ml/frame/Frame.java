package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table: columns of equal length with distinct names. Immutable.
public final class Frame {
  private final List<Column> columns;
  private final Map<String, Column> byName;

  /// A table of these columns.
  ///
  /// @throws InvalidInput when two columns share a name or differ in length
  public Frame(List<? extends Column> columns) {
    Map<String, Column> named = new LinkedHashMap<>();
    for (Column column : columns) {
      if (named.putIfAbsent(column.name(), column) != null) {
        throw new InvalidInput(
            column.name(),
            "two columns are named '%s'; column names must differ".formatted(column.name()));
      }
      if (column.size() != columns.getFirst().size()) {
        throw new InvalidInput(
            column.name(),
            "column '%s' has %d rows, the first column has %d"
                .formatted(column.name(), column.size(), columns.getFirst().size()));
      }
    }
    this.columns = List.copyOf(columns);
    this.byName = named;
  }

  /// Number of rows.
  public int rowCount() {
    return columns.isEmpty() ? 0 : columns.getFirst().size();
  }

  /// The columns, in their order.
  public List<Column> columns() {
    return columns;
  }

  /// The columns' names, in their order.
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /// The column of that name, if there is one.
  public Optional<Column> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The column of that name.
  ///
  /// @throws InvalidInput when there is no such column
  public Column require(String name) {
    return find(name)
        .orElseThrow(() ->
            new InvalidInput(
                name,
                "no column '%s'; %sthe table has %s"
                    .formatted(
                        name,
                        NearNames.of(name, names())
                            .map("did you mean '%s'? "::formatted)
                            .orElse(""),
                        shortNames(names()))));
  }

  /// The rows at `rows`, in that order.
  public Frame select(int[] rows) {
    return new Frame(columns.stream().map(column -> column.select(rows)).toList());
  }

  /// The table without the columns in `names`; names it does not have are no error.
  public Frame without(List<String> names) {
    return new Frame(columns.stream().filter(column -> !names.contains(column.name())).toList());
  }

  /// The table with columns of whole numbers as numbers where those of another table, which is to
  /// be read like it, have fractions.
  public Frame widenedFor(Frame other) {
    return new Frame(
        columns.stream()
            .map(column ->
                column instanceof NumberColumn whole
                        && whole.type() == ColumnType.INTEGER
                        && other.find(whole.name()).map(Column::type).orElse(ColumnType.INTEGER)
                            == ColumnType.NUMBER
                    ? new NumberColumn(whole.name(), ColumnType.NUMBER, whole.values())
                    : column)
            .toList());
  }

  /// Names for a message, however many and long they are.
  static String shortNames(List<String> names) {
    List<String> shown = new ArrayList<>();
    for (String name : names.subList(0, Math.min(20, names.size()))) {
      String plain = name.replaceAll("\\p{Cntrl}", "?");
      shown.add(plain.length() > 60 ? plain.substring(0, 60) + "…" : plain);
    }
    if (names.size() > 20) {
      shown.add("…");
    }
    return shown.isEmpty() ? "no columns" : String.join(", ", shown);
  }
}
