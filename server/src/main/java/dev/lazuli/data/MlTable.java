package dev.lazuli.data;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.DateOrders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An `MLTable` file: which files make a table, and how.
///
/// See [its reference](https://learn.microsoft.com/azure/machine-learning/reference-yaml-mltable).
///
/// @param paths in the order of the file
record MlTable(List<Entry> paths, TableSource.Read read, List<TableSource.Step> steps) {
  /// The name of the file, exactly.
  static final String FILE_NAME = "MLTable";

  private static final Map<String, String> HEADERS =
      Map.of(
          "all_files_same_headers", "every_file",
          "all_files_different_headers", "every_file",
          "from_first_file", "first_file",
          "no_header", "none");
  private static final Map<String, String> TYPES =
      Map.of(
          "int", "INTEGER",
          "long", "INTEGER",
          "float", "NUMBER",
          "double", "NUMBER",
          "string", "CATEGORY",
          "boolean", "BOOLEAN",
          "bool", "BOOLEAN",
          "datetime", "DATETIME");

  private static final String ON_BAD_LINES = "on_bad_lines";

  /// The options of `read_delimited`; `on_bad_lines` is ours, after pandas. Quoted fields always
  /// may hold line ends.
  private static final List<String> DELIMITED =
      List.of(
          "delimiter", "encoding", "header", "empty_as_string", ON_BAD_LINES, "support_multi_line");

  /// What Azure's other options say when they ask for nothing.
  private static final Map<String, JsonNode> WITHOUT_EFFECT =
      Map.of(
          "infer_column_types", Json.tree(true),
          "include_path_column", Json.tree(false));

  /// One entry of `paths`.
  ///
  /// @param kind `file`, `folder` or `pattern`
  record Entry(String kind, String path) {}

  /// Reads a document.
  ///
  /// @throws Problem.Invalid when it is no MLTable
  /// @throws Problem.Unsupported when it uses a transformation that we don't have
  static MlTable parse(String yaml) {
    JsonNode document = Json.parseYaml(yaml);
    List<Entry> paths = new ArrayList<>();
    for (JsonNode node : document.path("paths")) {
      paths.add(entry(node));
    }
    if (paths.isEmpty()) {
      throw new Problem.Invalid("paths", "the MLTable file has no 'paths'");
    }
    TableSource.Read read = TableSource.Read.detected();
    List<TableSource.Step> steps = new ArrayList<>();
    Map<String, DateOrder> orders = new LinkedHashMap<>();
    for (JsonNode node : document.path("transformations")) {
      String name = node.isString() ? node.asString() : only(node);
      JsonNode options = node.isString() ? Json.object() : node.path(name);
      switch (name) {
        case "read_delimited" -> read = delimited(options);
        case "read_parquet" -> read = TableSource.Read.of("parquet", "", "", "", false);
        case "take" -> steps.add(TableSource.Step.take(count(name, options)));
        case "skip" -> steps.add(TableSource.Step.skip(count(name, options)));
        case "keep_columns" -> steps.add(TableSource.Step.keep(columns(name, options)));
        case "drop_columns" -> steps.add(TableSource.Step.drop(columns(name, options)));
        case "convert_column_types" -> {
          steps.add(TableSource.Step.convert(types(options)));
          orders.putAll(orders(options));
        }
        default ->
            throw new Problem.Unsupported(
                ("the MLTable transformation '%s' is not supported; there are read_delimited,"
                        + " read_parquet, take, skip, keep_columns, drop_columns and"
                        + " convert_column_types")
                    .formatted(name));
      }
    }
    return new MlTable(paths, read.withDates(DateOrders.of(orders)), steps);
  }

  private static Entry entry(JsonNode node) {
    for (String kind : List.of("file", "folder", "pattern")) {
      if (node.path(kind).isString()) {
        return new Entry(kind, node.path(kind).asString());
      }
    }
    throw new Problem.Invalid("paths", "an entry of 'paths' has none of file, folder and pattern");
  }

  private static String only(JsonNode node) {
    if (node.size() != 1) {
      throw new Problem.Invalid(
          "transformations", "each transformation is a name, or a name and its options");
    }
    return node.properties().iterator().next().getKey();
  }

  private static TableSource.Read delimited(JsonNode options) {
    refuseOthers(options);
    String header = "";
    if (options.has("header")) {
      String word = options.path("header").asString().toLowerCase(Locale.ROOT);
      header = HEADERS.getOrDefault(word, "");
      if (header.isEmpty()) {
        throw new Problem.Invalid(
            "header",
            word,
            "one of " + String.join(", ", HEADERS.keySet().stream().sorted().toList()));
      }
    }
    String delimiter = options.path("delimiter").asString(",");
    if (delimiter.length() != 1) {
      throw new Problem.Invalid("delimiter", delimiter, "one character");
    }
    return TableSource.Read.of(
            "csv",
            delimiter,
            options.path("encoding").asString(""),
            header,
            options.path("empty_as_string").asBoolean(false))
        .skippingBadLines(skips(options.path(ON_BAD_LINES).asString("error")));
  }

  private static boolean skips(String word) {
    if (!word.equals("error") && !word.equals("skip")) {
      throw new Problem.Invalid(ON_BAD_LINES, word, "error or skip");
    }
    return word.equals("skip");
  }

  /// Refuses options that are not known, and those that ask for what is not done here.
  private static void refuseOthers(JsonNode options) {
    for (String option : options.propertyNames()) {
      if (!DELIMITED.contains(option) && !options.path(option).equals(WITHOUT_EFFECT.get(option))) {
        throw new Problem.Unsupported(
            "'%s: %s' of read_delimited is not supported; there are %s"
                .formatted(option, options.path(option), String.join(", ", DELIMITED)));
      }
    }
  }

  private static int count(String name, JsonNode options) {
    int count = options.asInt(-1);
    if (count < 0) {
      throw new Problem.Invalid(name, options, "a number of rows");
    }
    return count;
  }

  private static List<String> columns(String name, JsonNode options) {
    List<String> columns = new ArrayList<>();
    if (options.isString()) {
      columns.add(options.asString());
    }
    for (JsonNode column : options.isArray() ? options : Json.array()) {
      columns.add(column.asString());
    }
    if (columns.isEmpty()) {
      throw new Problem.Invalid(name, options, "a column or a list of columns");
    }
    return columns;
  }

  private static Map<String, String> types(JsonNode options) {
    Map<String, String> types = new LinkedHashMap<>();
    for (JsonNode conversion : options) {
      JsonNode wanted = conversion.path("column_type");
      String word = wanted.isObject() ? only(wanted) : wanted.asString("");
      String type = TYPES.getOrDefault(word.toLowerCase(Locale.ROOT), "");
      if (type.isEmpty()) {
        throw new Problem.Invalid(
            "column_type",
            word,
            "one of " + String.join(", ", TYPES.keySet().stream().sorted().toList()));
      }
      columns("columns", conversion.path("columns")).forEach(column -> types.put(column, type));
    }
    return types;
  }

  /// What dates begin with, by their formats, such as `{datetime: {formats: ['%d/%m/%Y']}}`.
  private static Map<String, DateOrder> orders(JsonNode options) {
    Map<String, DateOrder> orders = new LinkedHashMap<>();
    for (JsonNode conversion : options) {
      for (JsonNode format : conversion.path("column_type").path("datetime").path("formats")) {
        DateOrder order = order(format.asString(""));
        for (String column : columns("columns", conversion.path("columns"))) {
          DateOrder other = orders.put(column, order);
          if (other != null && other != order) {
            throw new Problem.Invalid(
                "formats",
                "the formats of '%s' have days and months in different orders: give one order"
                    .formatted(column));
          }
        }
      }
    }
    orders.values().removeIf(DateOrder.YEAR_FIRST::equals);
    return orders;
  }

  private static DateOrder order(String format) {
    int year = format.toLowerCase(Locale.ROOT).indexOf("%y");
    int month = format.indexOf("%m");
    int day = format.indexOf("%d");
    if (month < 0 || day < 0 || year < Math.min(month, day)) {
      return DateOrder.YEAR_FIRST;
    }
    return day < month ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST;
  }
}
