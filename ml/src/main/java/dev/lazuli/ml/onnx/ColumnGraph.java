package dev.lazuli.ml.onnx;

import dev.lazuli.ml.model.CategoryEncoding;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.DateEncoding;
import dev.lazuli.ml.model.GapEncoding;
import dev.lazuli.ml.model.LookupEncoding;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.RawRow;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TextEncoding;
import dev.lazuli.ml.model.WordsEncoding;
import dev.lazuli.ml.onnx.OnnxAttribute.Texts;
import dev.lazuli.ml.onnx.OnnxAttribute.Whole;
import dev.lazuli.ml.onnx.OnnxAttribute.Wholes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// The features of one column, as operators over its input.
///
/// What a category becomes is asked of the encoding itself, value by value, so that graph and model
/// cannot differ.
final class ColumnGraph {
  private final GraphBuilder graph;
  private final Signature signature;

  ColumnGraph(GraphBuilder graph, Signature signature) {
    this.graph = graph;
    this.signature = signature;
  }

  /// Why an encoding cannot be put into a graph; empty when it can.
  static Optional<String> obstacle(ColumnEncoding encoding, Signature signature) {
    return Arrays.stream(encoding.columns())
        .mapToObj(signature.inputs()::get)
        .flatMap(input -> obstacle(encoding, input).stream())
        .findFirst();
  }

  private static Optional<String> obstacle(ColumnEncoding encoding, Signature.Input input) {
    boolean text = input.type() == SignatureType.STRING;
    return switch (encoding) {
      case NumericEncoding _ when text ->
          reason(input, "is text that is read as numbers, which ONNX's operators cannot do");
      case DateEncoding _ when text -> times(input);
      case GapEncoding _ when text -> times(input);
      case TextEncoding _, WordsEncoding _ ->
          reason(input, "is free text with hashed words, which ONNX's operators cannot do");
      case NumericEncoding _, DateEncoding _, GapEncoding _, CategoryEncoding _, LookupEncoding _ ->
          Optional.empty();
    };
  }

  private static Optional<String> times(Signature.Input input) {
    return reason(input, "is text that is read as times, which ONNX's operators cannot do");
  }

  private static Optional<String> reason(Signature.Input input, String words) {
    return Optional.of("column '%s' %s".formatted(input.name(), words));
  }

  /// The element type of a column's input: strings, or doubles for all else.
  static ElementType type(Signature.Input input) {
    return input.type() == SignatureType.STRING ? ElementType.STRING : ElementType.DOUBLE;
  }

  /// Adds the operators of an encoding that has no obstacle.
  ///
  /// @return name of the value, `rows x features`
  String features(ColumnEncoding encoding) {
    String input = signature.inputs().get(encoding.column()).name();
    return switch (encoding) {
      case NumericEncoding numeric ->
          Double.isNaN(numeric.fill())
              ? input
              : graph.op("Where", graph.op("IsNaN", input), graph.constant(numeric.fill()), input);
      case DateEncoding date -> new DateGraph(graph, input).features(date.parts());
      case CategoryEncoding category -> categories(encoding, input, category.values());
      case LookupEncoding lookup -> categories(encoding, input, lookup.values());
      case GapEncoding gap -> {
        DateGraph earlier = new DateGraph(graph, signature.inputs().get(gap.other()).name());
        yield new DateGraph(graph, input).daysAfter(earlier);
      }
      case TextEncoding _, WordsEncoding _ ->
          throw new IllegalStateException("free text is an obstacle");
    };
  }

  private String categories(ColumnEncoding encoding, String input, List<String> values) {
    return signature.inputs().get(encoding.column()).type() == SignatureType.STRING
        ? texts(encoding, input, values)
        : numbers(encoding, input, values);
  }

  /// Rows of the table: each value, any other text, the missing (empty) text.
  private String texts(ColumnEncoding encoding, String input, List<String> values) {
    int width = encoding.features().size();
    Map<String, double[]> rows = new LinkedHashMap<>();
    for (String value : values) {
      rows.put(value, of(encoding, raw -> raw.setText(encoding.column(), value)));
    }
    String other = "?";
    while (rows.containsKey(other)) {
      other += "?";
    }
    rows.putIfAbsent("", of(encoding, RawRow::clear));
    String unknown = other;
    List<String> keys = List.copyOf(rows.keySet());
    List<double[]> table = new ArrayList<>(rows.values());
    table.add(of(encoding, raw -> raw.setText(encoding.column(), unknown)));
    Map<String, OnnxAttribute> attributes =
        Map.of(
            "keys_strings", new Texts(keys),
            "values_int64s", places(keys.size()),
            "default_int64", new Whole(keys.size()));
    return graph.lookUp(table(table, width), graph.ml("LabelEncoder", attributes, input), width);
  }

  /// Rows of the table: each number, any other number, NaN.
  private String numbers(ColumnEncoding encoding, String input, List<String> values) {
    int column = encoding.column();
    int width = encoding.features().size();
    SequencedSet<Double> keys = new LinkedHashSet<>();
    List<double[]> table = new ArrayList<>();
    if (signature.inputs().get(column).type() == SignatureType.BOOLEAN) {
      for (boolean truth : new boolean[] {false, true}) {
        keys.add(truth ? 1.0 : 0.0);
        table.add(of(encoding, raw -> raw.setTruth(column, truth)));
      }
    } else {
      for (String value : values) {
        double number = number(value);
        if (!Double.isNaN(number) && keys.add(number)) {
          table.add(of(encoding, raw -> raw.setNumber(column, number)));
        }
      }
    }
    double other = 0.5;
    while (keys.contains(other)) {
      other++;
    }
    double unknown = other;
    int count = keys.size();
    table.add(of(encoding, raw -> raw.setNumber(column, unknown)));
    table.add(of(encoding, RawRow::clear));
    String absent =
        graph.op(
            "Where",
            graph.op("IsNaN", input),
            graph.constantWhole(count + 1),
            graph.constantWhole(count));
    if (count == 0) {
      return graph.lookUp(table(table, width), absent, width);
    }
    double[] numbers = keys.stream().mapToDouble(Double::doubleValue).toArray();
    String equal =
        graph.cast(
            graph.op("Equal", input, graph.constant(OnnxTensor.doubles(numbers, count))),
            ElementType.INT64);
    Map<String, OnnxAttribute> axis = Map.of("axis", new Whole(1));
    String place = graph.op("ArgMax", axis, equal);
    String found =
        graph.cast(graph.op("ReduceMax", Map.of("axes", new Wholes(1)), equal), ElementType.BOOL);
    return graph.lookUp(table(table, width), graph.op("Where", found, place, absent), width);
  }

  /// The number that a category's text reads as; NaN when it is none.
  static double number(String text) {
    RawRow raw = new RawRow(1);
    double[] read = new double[1];
    raw.setText(0, text);
    new NumericEncoding(0, "").encode(raw, read, 0);
    return read[0] + 0.0;
  }

  private double[] of(ColumnEncoding encoding, Consumer<RawRow> value) {
    RawRow raw = new RawRow(signature.size());
    value.accept(raw);
    double[] features = new double[encoding.features().size()];
    encoding.encode(raw, features, 0);
    return features;
  }

  private static Wholes places(int count) {
    long[] places = new long[count];
    Arrays.setAll(places, i -> i);
    return new Wholes(places);
  }

  private String table(List<double[]> rows, int width) {
    double[] flat = rows.stream().flatMapToDouble(Arrays::stream).toArray();
    return graph.constant(OnnxTensor.doubles(flat, rows.size(), width));
  }
}
