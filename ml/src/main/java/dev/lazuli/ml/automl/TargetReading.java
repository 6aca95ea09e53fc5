package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a target column means, and its values as numbers.
///
/// @param notes what was found in the column, in sentences
public record TargetReading(Target target, List<String> notes) {
  private static final int CLASSES_MAX = 200;

  /// Of fewer different values, nothing is said.
  private static final int DIFFERENT_MIN = 10;

  private static final int RARE = 5;
  private static final int NAMED_MAX = 3;

  /// Copies the notes.
  public TargetReading {
    notes = List.copyOf(notes);
  }

  /// The meaning of a column without missing values.
  ///
  /// @throws InvalidInput when it does not suit the task
  public static TargetReading of(Column column, Task task) {
    return switch (task) {
      case REGRESSION -> regression(column);
      case CLASSIFICATION -> classification(column);
    };
  }

  private static TargetReading regression(Column column) {
    if (!(column instanceof NumberColumn number)) {
      throw new InvalidInput(
          column.name(),
          "the target '%s' is not numeric: '%s'; regression needs numbers, or use classification"
              .formatted(column.name(), column.text(0)));
    }
    if (number.type() == ColumnType.DATETIME) {
      throw new InvalidInput(
          column.name(),
          "the target '%s' holds times, such as %s; regression needs numbers: give it as days or hours since some time"
              .formatted(column.name(), column.text(0)));
    }
    if (Arrays.stream(number.values()).distinct().limit(2).count() < 2) {
      throw new InvalidInput(
          column.name(), "the target '%s' has only one value".formatted(column.name()));
    }
    return new TargetReading(Target.number(column.name()), List.of());
  }

  private static TargetReading classification(Column column) {
    Map<String, Integer> counts = new HashMap<>();
    rows(column)
        .forEach(
            (value, rows) -> counts.merge(column.text(rows.first()), rows.count(), Integer::sum));
    if (counts.size() < 2) {
      throw new InvalidInput(
          column.name(),
          "the target '%s' has only one class, '%s'".formatted(column.name(), column.text(0)));
    }
    if (counts.size() > DIFFERENT_MIN && counts.size() > column.size() / 2) {
      throw new InvalidInput(
          column.name(),
          "the target '%s' has %d different values in %d rows, such as '%s': classes must come again%s"
              .formatted(
                  column.name(), counts.size(), column.size(), column.text(0), hint(column)));
    }
    List<String> notes = new ArrayList<>(rare(counts));
    notes.addAll(alike(counts.keySet()));
    return new TargetReading(
        new Target(column.name(), Task.CLASSIFICATION, SignatureType.of(column), labels(column)),
        notes);
  }

  /// The first row with a value, and how many rows have it.
  private record Rows(int first, int count) {
    Rows and(Rows other) {
      return new Rows(first, count + other.count);
    }
  }

  /// The rows of each value: the number, or the code of a text.
  private static Map<Double, Rows> rows(Column column) {
    Map<Double, Rows> rows = new HashMap<>();
    for (int row = 0; row < column.size(); row++) {
      rows.merge(value(column, row), new Rows(row, 1), Rows::and);
      if (rows.size() > CLASSES_MAX) {
        throw new InvalidInput(
            column.name(),
            "the target '%s' has more than %d classes, such as '%s'%s"
                .formatted(column.name(), CLASSES_MAX, column.text(row), hint(column)));
      }
    }
    return rows;
  }

  /// What may be meant by a target of many values.
  private static String hint(Column column) {
    return column instanceof NumberColumn
        ? "; for numbers use regression"
        : "; a number is written with digits and a decimal point, such as 1234.5";
  }

  private static double value(Column column, int row) {
    return switch (column) {
      case NumberColumn number -> number.value(row) + 0.0;
      case TextColumn text -> text.code(row);
    };
  }

  private static List<String> rare(Map<String, Integer> counts) {
    List<Map.Entry<String, Integer>> rare =
        counts.entrySet().stream()
            .filter(label -> label.getValue() < RARE)
            .sorted(Map.Entry.comparingByKey())
            .toList();
    if (rare.size() > NAMED_MAX) {
      List<String> some = rare.stream().limit(NAMED_MAX).map(Map.Entry::getKey).toList();
      return List.of(
          "%d classes have fewer than %d rows, such as '%s'"
              .formatted(rare.size(), RARE, String.join("', '", some)));
    }
    return rare.stream()
        .map(label ->
            "class '%s' has %d row%s only"
                .formatted(label.getKey(), label.getValue(), label.getValue() == 1 ? "" : "s"))
        .toList();
  }

  /// Labels that people may have meant to be the same.
  private static List<String> alike(Set<String> labels) {
    Map<String, List<String>> groups = new TreeMap<>();
    labels.stream()
        .sorted()
        .forEach(label ->
            groups
                .computeIfAbsent(label.strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(label));
    return groups.values().stream()
        .filter(group -> group.size() > 1)
        .map(group ->
            "classes '%s' differ in case or blanks only".formatted(String.join("', '", group)))
        .toList();
  }

  /// The distinct labels: numbers by value, strings by their characters.
  private static List<String> labels(Column column) {
    return switch (column) {
      case TextColumn text ->
          Arrays.stream(text.codes()).distinct().mapToObj(text.dictionary()::get).sorted().toList();
      case NumberColumn number ->
          Arrays.stream(number.values())
              .distinct()
              .sorted()
              .mapToObj(v -> new NumberColumn("", number.type(), new double[] {v}).text(0))
              .toList();
    };
  }

  /// The target of each row: the number, or the place of its class.
  ///
  /// @throws InvalidInput when a row has a class that the target does not
  public double[] values(Column column) {
    if (target.task() == Task.REGRESSION) {
      return ((NumberColumn) column).values();
    }
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < target.classes().size(); place++) {
      places.put(target.classes().get(place), place);
    }
    Map<Double, Integer> known = new HashMap<>();
    double[] values = new double[column.size()];
    for (int row = 0; row < values.length; row++) {
      int at = row;
      values[row] =
          known.computeIfAbsent(value(column, row), _ -> place(places, column.text(at), column));
    }
    return values;
  }

  private static int place(Map<String, Integer> places, String label, Column column) {
    Integer place = places.get(label);
    if (place == null) {
      throw new InvalidInput(
          column.name(), "class '%s' is not in the training table".formatted(label));
    }
    return place;
  }
}
