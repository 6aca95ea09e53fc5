package dev.lazuli.ml.model;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// A point in time as some of its parts.
public record DateEncoding(int column, String name, List<DatePart> parts)
    implements ColumnEncoding {
  /// Copies `parts`.
  public DateEncoding {
    parts = List.copyOf(parts);
  }

  @Override
  public DateEncoding moved(IntUnaryOperator place) {
    return new DateEncoding(place.applyAsInt(column), name, parts);
  }

  @Override
  public List<FeatureSpec> features() {
    return parts.stream().map(part -> FeatureSpec.numeric(name + " " + part.key())).toList();
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    double millis = RawValues.millis(raw, column);
    for (int i = 0; i < parts.size(); i++) {
      row[first + i] = Double.isNaN(millis) ? Double.NaN : parts.get(i).of(millis);
    }
  }
}
