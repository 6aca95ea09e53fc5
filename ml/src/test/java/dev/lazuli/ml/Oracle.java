package dev.lazuli.ml;

import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Numbers of other libraries, from the small files beside the scripts that made them.
public final class Oracle {
  private Oracle() {}

  /// The file of that name in the package of `type`.
  public static Json json(Class<?> type, String name) {
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name), name)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static double[] numbers(Json list) {
    return list.items().stream().mapToDouble(Json::number).toArray();
  }

  public static double[][] matrix(Json lines) {
    return lines.items().stream().map(Oracle::numbers).toArray(double[][]::new);
  }

  /// A table of numeric features.
  public static FeatureTable table(double[][] rows) {
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < rows[0].length; f++) {
      int feature = f;
      double[] values =
          IntStream.range(0, rows.length).mapToDouble(i -> rows[i][feature]).toArray();
      features.add(new Feature.Numeric("x" + f, values));
    }
    return FeatureTable.of(features);
  }

  public static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /// A store in memory.
  public static NumberStore store() {
    return new MemoryStore();
  }

  private static final class MemoryStore implements NumberStore {
    private final Map<String, double[]> doubles = new HashMap<>();
    private final Map<String, int[]> ints = new HashMap<>();

    @Override
    public void put(String name, double[] values) {
      doubles.put(name, values.clone());
    }

    @Override
    public void put(String name, int[] values) {
      ints.put(name, values.clone());
    }

    @Override
    public double[] doubles(String name) {
      return Objects.requireNonNull(doubles.get(name), name);
    }

    @Override
    public int[] ints(String name) {
      return Objects.requireNonNull(ints.get(name), name);
    }
  }
}
