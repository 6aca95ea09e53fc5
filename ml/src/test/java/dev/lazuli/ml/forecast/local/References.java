package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The numbers that `make_references.py` or `make_stl.py` wrote.
final class References {
  private final Json document;

  References() {
    this("references.json");
  }

  References(String file) {
    try (InputStream in = References.class.getResourceAsStream("/dev/lazuli/ml/forecast/" + file)) {
      document =
          Json.parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Json> all(String kind) {
    return document.require(kind).items();
  }

  double[] series(String name) {
    return numbers(document.require("series").require(name));
  }

  static double[] numbers(Json list) {
    return list.items().stream().mapToDouble(Json::number).toArray();
  }

  /// The mean absolute difference, as a part of the mean absolute value of `expected`.
  static double difference(double[] actual, double[] expected) {
    double away = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      away += Math.abs(actual[i] - expected[i]);
      size += Math.abs(expected[i]);
    }
    return away / size;
  }
}
