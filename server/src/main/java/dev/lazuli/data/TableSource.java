package dev.lazuli.data;

import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.DateOrders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Files on this machine and how they become a table: all that a process needs to read them.
///
/// It is plain JSON, so that the server can find the files and a job or worker can read them.
///
/// @param files absolute paths, in the order of their rows
/// @param read how a file is cut into rows
/// @param steps what happens to the table, in order
public record TableSource(List<String> files, Read read, List<Step> steps) {
  public TableSource {
    files = List.copyOf(files);
    steps = List.copyOf(steps);
  }

  /// How a file is cut into rows.
  ///
  /// @param format `csv`, `parquet`, or empty to find out from the first file
  /// @param delimiter one character, or empty to find out
  /// @param encoding as MLTable names it, or empty to find out
  /// @param header `every_file`, `first_file`, `none`, or empty to find out
  /// @param isEmptyText whether an empty field is a text and not a missing value
  /// @param skipsBadLines whether rows that do not fit are left out and not refused
  /// @param dates how dates are read where their texts leave it open
  /// @param missing texts that mean "no value"; none for the usual ones
  /// @param asWritten columns whose numbers are texts where they begin with 0, such as `007`
  /// @param texts columns that are texts however they look
  public record Read(
      String format,
      String delimiter,
      String encoding,
      String header,
      boolean isEmptyText,
      boolean skipsBadLines,
      DateOrders dates,
      List<String> missing,
      List<String> asWritten,
      List<String> texts) {
    public Read {
      missing = List.copyOf(missing);
      asWritten = List.copyOf(asWritten);
      texts = List.copyOf(texts);
    }

    /// Everything found from the file, whose rows must all fit.
    public static Read detected() {
      return of("", "", "", "", false);
    }

    static Read of(
        String format, String delimiter, String encoding, String header, boolean isEmptyText) {
      return new Read(
          format,
          delimiter,
          encoding,
          header,
          isEmptyText,
          false,
          DateOrders.found(),
          List.of(),
          List.of(),
          List.of());
    }

    /// The same where rows that do not fit are left out if `value` or the table itself says so.
    public Read skippingBadLines(boolean value) {
      return with(skipsBadLines || value, dates, missing, asWritten, texts);
    }

    /// The same with orders of dates; those that are known here stay.
    public Read withDates(DateOrders value) {
      Map<String, DateOrder> known = new HashMap<>(value.known());
      known.putAll(dates.known());
      return with(skipsBadLines, new DateOrders(known, value.unclear()), missing, asWritten, texts);
    }

    /// The same with other texts that mean "no value"; the empty one always does.
    ///
    /// @param value none for the usual ones
    public Read withMissing(List<String> value) {
      List<String> all = new ArrayList<>(value);
      if (!all.isEmpty()) {
        all.add("");
      }
      return with(skipsBadLines, dates, all, asWritten, texts);
    }

    /// The same with columns whose values stay as they are written where they begin with 0.
    public Read withAsWritten(List<String> value) {
      return with(skipsBadLines, dates, missing, value, texts);
    }

    /// The same with columns that are texts however they look.
    public Read withTexts(List<String> value) {
      return with(skipsBadLines, dates, missing, asWritten, value);
    }

    private Read with(
        boolean skips,
        DateOrders orders,
        List<String> words,
        List<String> written,
        List<String> textColumns) {
      return new Read(
          format,
          delimiter,
          encoding,
          header,
          isEmptyText,
          skips,
          orders,
          words,
          written,
          textColumns);
    }
  }

  /// The same files and steps, read otherwise.
  public TableSource withRead(Read value) {
    return new TableSource(files, value, steps);
  }

  /// One transformation of a table.
  ///
  /// @param kind `take`, `skip`, `keep`, `drop` or `convert`
  /// @param count rows, of `take` and `skip`
  /// @param columns of `keep` and `drop`
  /// @param types of `convert`: column type by column name
  public record Step(String kind, int count, List<String> columns, Map<String, String> types) {
    public Step {
      columns = List.copyOf(columns);
      types = Map.copyOf(types);
    }

    static Step take(int count) {
      return new Step("take", count, List.of(), Map.of());
    }

    static Step skip(int count) {
      return new Step("skip", count, List.of(), Map.of());
    }

    static Step keep(List<String> columns) {
      return new Step("keep", 0, columns, Map.of());
    }

    static Step drop(List<String> columns) {
      return new Step("drop", 0, columns, Map.of());
    }

    static Step convert(Map<String, String> types) {
      return new Step("convert", 0, List.of(), types);
    }
  }

  /// These files as they are.
  public static TableSource of(List<String> files) {
    return new TableSource(files, Read.detected(), List.of());
  }
}
