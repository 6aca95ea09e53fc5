package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.List;
import java.util.stream.IntStream;

/// The column that a model predicts, and for classification its classes.
///
/// @param type of the class labels, or of the numbers
/// @param classes labels as text, in the order of the probabilities; empty for regression
public record Target(String name, Task task, SignatureType type, List<String> classes) {
  /// Copies `classes`.
  public Target {
    classes = List.copyOf(classes);
  }

  /// A number to predict.
  public static Target number(String name) {
    return new Target(name, Task.REGRESSION, SignatureType.DOUBLE, List.of());
  }

  /// Predictions in a row: 1, or a probability for each class.
  public int outputs() {
    return task == Task.REGRESSION ? 1 : classes.size();
  }

  /// The labels of these classes as a column of their own type.
  Column labels(String columnName, int[] classOf) {
    if (type == SignatureType.STRING || type == SignatureType.DATETIME) {
      return new TextColumn(columnName, ColumnType.CATEGORY, classOf, classes);
    }
    double[] values = classes.stream().mapToDouble(RawValues::number).toArray();
    ColumnType labels =
        switch (type) {
          case LONG -> ColumnType.INTEGER;
          case BOOLEAN -> ColumnType.BOOLEAN;
          case DOUBLE, STRING, DATETIME -> ColumnType.NUMBER;
        };
    double[] numbers = IntStream.of(classOf).mapToDouble(c -> values[c]).toArray();
    return new NumberColumn(columnName, labels, numbers);
  }
}
