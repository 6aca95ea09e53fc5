package dev.lazuli.ml.frame;

import java.util.HashMap;
import java.util.Map;

/// How the dates of a table are to be read where their texts leave it open.
///
/// @param known orders of columns, by name: a value that does not fit makes its column text
/// @param unclear the order of other columns in which every date can be read either way, such as
///   `01/02/2024`; month first holds only where the rest of the file shows nothing
public record DateOrders(Map<String, DateOrder> known, DateOrder unclear) {
  /// Copies the orders.
  public DateOrders {
    known = Map.copyOf(known);
  }

  /// Nothing known; the month is first where nothing tells.
  public static DateOrders found() {
    return new DateOrders(Map.of(), DateOrder.MONTH_FIRST);
  }

  /// The orders of these columns; others are found.
  public static DateOrders of(Map<String, DateOrder> known) {
    return new DateOrders(known, DateOrder.MONTH_FIRST);
  }

  /// The orders in which the dates of `frame` were read, for a table that is to be read like it.
  public static DateOrders of(Frame frame) {
    Map<String, DateOrder> known = new HashMap<>();
    for (Column column : frame.columns()) {
      if (column instanceof NumberColumn number && number.dates() != DateOrder.YEAR_FIRST) {
        known.put(number.name(), number.dates());
      }
    }
    return of(known);
  }
}
