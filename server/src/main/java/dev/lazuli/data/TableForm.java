package dev.lazuli.data;

import dev.lazuli.ml.frame.DateOrders;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import java.util.List;

/// What is known of a table's columns before it is read.
///
/// @param dates orders of dates
/// @param asWritten columns of names: ids, labels; `007` is not the number 7 there
/// @param texts columns that are texts however they look
public record TableForm(DateOrders dates, List<String> asWritten, List<String> texts) {
  public TableForm {
    asWritten = List.copyOf(asWritten);
    texts = List.copyOf(texts);
  }

  /// Nothing but which columns hold names.
  public static TableForm ofNames(List<String> asWritten) {
    return new TableForm(DateOrders.found(), asWritten, List.of());
  }

  /// The form of a table that was read, for others that are to be read like it.
  public static TableForm like(Frame table) {
    return new TableForm(
        DateOrders.of(table),
        List.of(),
        table.columns().stream()
            .filter(TextColumn.class::isInstance)
            .map(column -> column.name())
            .toList());
  }

  /// The form of the table that a model learned from.
  public static TableForm of(Signature signature) {
    return new TableForm(
        signature.dates(),
        List.of(),
        signature.inputs().stream()
            .filter(input -> input.type() == SignatureType.STRING)
            .map(Signature.Input::name)
            .toList());
  }

  /// How a file is cut into rows, with what is known here.
  public TableSource.Read addTo(TableSource.Read read) {
    return read.withDates(dates).withAsWritten(asWritten).withTexts(texts);
  }
}
