package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;

/// A row of the sample table without its target.
///
/// @param texts as the file has them
/// @param actual the target's value
record SampleRow(List<String> names, List<String> texts, String actual) {
  /// The first row in which nothing is missing.
  static SampleRow firstWhole(Path table, String target) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(table)) {
      List<String> names = List.of(lines.readLine().split(",", -1));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> cells = List.of(line.split(",", -1));
        if (!cells.contains("")) {
          return of(names, cells, target);
        }
      }
    }
    throw new IllegalStateException("the sample table has whole rows");
  }

  private static SampleRow of(List<String> names, List<String> cells, String target) {
    int at = names.indexOf(target);
    List<String> features = new ArrayList<>(names);
    List<String> values = new ArrayList<>(cells);
    features.remove(at);
    return new SampleRow(List.copyOf(features), List.copyOf(without(values, at)), cells.get(at));
  }

  private static List<String> without(List<String> values, int at) {
    values.remove(at);
    return values;
  }

  /// The value of the first column.
  String first() {
    return texts.getFirst();
  }

  /// The values as JSON has them.
  ArrayNode values() {
    ArrayNode values = Json.array();
    for (String text : texts) {
      if (isNumber(text)) {
        values.add(Double.parseDouble(text));
      } else {
        values.add(text);
      }
    }
    return values;
  }

  /// The row as a Python dictionary.
  String python() {
    return IntStream.range(0, names.size())
        .mapToObj(i ->
            "\"%s\": %s"
                .formatted(
                    names.get(i),
                    isNumber(texts.get(i))
                        ? Double.toString(Double.parseDouble(texts.get(i)))
                        : "\"" + texts.get(i) + "\""))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d+(\\.\\d+)?");
  }
}
