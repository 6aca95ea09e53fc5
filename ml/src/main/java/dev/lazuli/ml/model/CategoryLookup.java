package dev.lazuli.ml.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the code of a raw value in a dictionary.
final class CategoryLookup {
  private final List<String> values;
  private final Map<String, Integer> byText;
  private final double[] numbers;
  private final int[] numberCodes;

  CategoryLookup(List<String> values) {
    this.values = List.copyOf(values);
    this.byText = HashMap.newHashMap(values.size());
    for (int code = 0; code < values.size(); code++) {
      byText.putIfAbsent(values.get(code), code);
    }
    int[] numeric = numericCodes(this.values);
    this.numberCodes = numeric;
    this.numbers =
        Arrays.stream(numeric).mapToDouble(code -> RawValues.number(values.get(code))).toArray();
  }

  /// Codes of the values that read as numbers, ascending by number, the first of equals only.
  private static int[] numericCodes(List<String> values) {
    Map<Double, Integer> codes = new TreeMap<>();
    for (int code = 0; code < values.size(); code++) {
      if (RawValues.isNumber(values.get(code).trim())) {
        codes.putIfAbsent(RawValues.number(values.get(code)) + 0.0, code);
      }
    }
    return codes.values().stream().mapToInt(Integer::intValue).toArray();
  }

  List<String> values() {
    return values;
  }

  /// The code of the column's value; -1 when it is missing or not in the dictionary.
  int code(RawRow raw, int column) {
    return switch (raw.kind(column)) {
      case MISSING -> -1;
      case NUMBER -> code(raw.number(column));
      case TRUTH -> raw.number(column) == 0 ? code("false", "False") : code("true", "True");
      case TIME, TEXT -> byText.getOrDefault(RawValues.text(raw, column), -1);
    };
  }

  private int code(String name, String otherName) {
    int code = byText.getOrDefault(name, -1);
    return code >= 0 ? code : byText.getOrDefault(otherName, -1);
  }

  private int code(double number) {
    int place = Arrays.binarySearch(numbers, number + 0.0);
    return place < 0 ? -1 : numberCodes[place];
  }
}
