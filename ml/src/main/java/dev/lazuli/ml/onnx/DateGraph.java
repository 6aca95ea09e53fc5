package dev.lazuli.ml.onnx;

import dev.lazuli.ml.model.DatePart;
import java.util.ArrayList;
import java.util.List;

/// Parts of a point in time, as operators over its milliseconds since 1970-01-01T00:00Z.
///
/// Years, months and days by
/// [civil_from_days](https://howardhinnant.github.io/date_algorithms.html), as [DatePart] has them.
final class DateGraph {
  private static final long DAY_MILLIS = 86_400_000;

  /// As the model: times further from 1970 count as missing.
  private static final double MILLIS_MAX = 2.5e14;

  private final GraphBuilder graph;
  private final String missing;
  private final String millis;
  private final String day;
  private final String timeOfDay;

  /// @param input milliseconds as doubles, `rows x 1`; NaN is missing
  DateGraph(GraphBuilder graph, String input) {
    this.graph = graph;
    String far = graph.op("Greater", graph.op("Abs", input), graph.constant(MILLIS_MAX));
    missing = graph.op("Or", graph.op("IsNaN", input), far);
    millis = graph.op("Where", missing, graph.constant(0.0), input);
    String whole = graph.cast(graph.op("Floor", millis), ElementType.INT64);
    timeOfDay = modulo(whole, DAY_MILLIS);
    day = divide(graph.op("Sub", whole, timeOfDay), DAY_MILLIS);
  }

  /// The parts, `rows x parts`.
  String features(List<DatePart> parts) {
    List<String> columns = new ArrayList<>();
    for (DatePart part : parts) {
      String value =
          part == DatePart.EPOCH_DAY
              ? graph.op("Div", millis, graph.constant((double) DAY_MILLIS))
              : graph.cast(whole(part), ElementType.DOUBLE);
      columns.add(graph.op("Where", missing, graph.constant(Double.NaN), value));
    }
    return graph.besides(columns);
  }

  /// The days from an earlier time to this one, `rows x 1`.
  String daysAfter(DateGraph earlier) {
    String days =
        graph.op(
            "Div", graph.op("Sub", millis, earlier.millis), graph.constant((double) DAY_MILLIS));
    return graph.op(
        "Where", graph.op("Or", missing, earlier.missing), graph.constant(Double.NaN), days);
  }

  private String whole(DatePart part) {
    return switch (part) {
      case HOUR -> divide(timeOfDay, 3_600_000);
      case WEEKDAY -> weekday();
      case WEEKEND ->
          graph.cast(graph.op("Greater", weekday(), graph.constantWhole(5)), ElementType.INT64);
      case YEAR, MONTH, DAY -> civil(part);
      case EPOCH_DAY -> day;
    };
  }

  private String weekday() {
    return plus(modulo(plus(day, 3), 7), 1);
  }

  private String civil(DatePart part) {
    String z = plus(day, 719_468);
    String dayOfEra = modulo(z, 146_097);
    String era = divide(graph.op("Sub", z, dayOfEra), 146_097);
    String leapless =
        graph.op(
            "Sub",
            graph.op(
                "Add",
                graph.op("Sub", dayOfEra, divide(dayOfEra, 1_460)),
                divide(dayOfEra, 36_524)),
            divide(dayOfEra, 146_096));
    String yearOfEra = divide(leapless, 365);
    String daysBefore =
        graph.op(
            "Sub",
            graph.op("Add", times(yearOfEra, 365), divide(yearOfEra, 4)),
            divide(yearOfEra, 100));
    String dayOfYear = graph.op("Sub", dayOfEra, daysBefore);
    String shifted = divide(plus(times(dayOfYear, 5), 2), 153);
    if (part == DatePart.DAY) {
      return plus(graph.op("Sub", dayOfYear, divide(plus(times(shifted, 153), 2), 5)), 1);
    }
    String early = graph.op("Less", shifted, graph.constantWhole(10));
    String month = graph.op("Where", early, plus(shifted, 3), plus(shifted, -9));
    if (part == DatePart.MONTH) {
      return month;
    }
    String next = graph.cast(graph.op("Less", month, graph.constantWhole(3)), ElementType.INT64);
    return graph.op("Add", graph.op("Add", yearOfEra, times(era, 400)), next);
  }

  private String plus(String value, long number) {
    return graph.op("Add", value, graph.constantWhole(number));
  }

  private String times(String value, long number) {
    return graph.op("Mul", value, graph.constantWhole(number));
  }

  /// Only for values of at least 0, or ones that the divisor divides.
  private String divide(String value, long divisor) {
    return graph.op("Div", value, graph.constantWhole(divisor));
  }

  /// With the divisor's sign.
  private String modulo(String value, long divisor) {
    return graph.op("Mod", value, graph.constantWhole(divisor));
  }
}
