package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import io.burt.jmespath.JmesPath;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Prints results in the formats of `az`.
final class Printer {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final int CELL_MAX = 60;

  private Printer() {}

  /// How a result is printed.
  enum Format {
    /// Indented, keys in order.
    JSON,
    /// The same; `az` colours it.
    JSONC,
    /// The same content as YAML.
    YAML,
    /// A line for each entry, under headings.
    TABLE,
    /// A line for each entry, values parted by tabs.
    TSV,
    /// Nothing.
    NONE
  }

  /// Prints what `query` leaves of `result`.
  ///
  /// @param query JMESPath; empty for all
  /// @param columns paths of a table's columns when nothing is queried
  /// @throws Problem.Invalid when the query cannot be read
  static void print(
      PrintWriter out, JsonNode result, Format format, String query, List<String> columns) {
    JsonNode chosen = query.isEmpty() ? result : search(result, query);
    switch (format) {
      case JSON, JSONC -> out.println(json(chosen));
      case YAML -> out.print(yaml(chosen));
      case TABLE -> table(out, chosen, query.isEmpty() ? columns : List.of());
      case TSV -> tsv(out, chosen);
      case NONE -> {}
    }
    out.flush();
  }

  /// Indented by two, keys in order.
  static String json(JsonNode value) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    ObjectWriter writer = MAPPER.writer().with(printer);
    return writer.writeValueAsString(plain(value));
  }

  private static String yaml(JsonNode value) {
    return YAMLMapper.builder()
        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
        .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
        .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .build()
        .writeValueAsString(plain(value));
  }

  private static JsonNode search(JsonNode result, String query) {
    JmesPath<Object> path = new JcfRuntime();
    try {
      Object found = path.compile(query).search(plain(result));
      return MAPPER.valueToTree(found);
    } catch (ParseException e) {
      throw new Problem.Invalid("--query", query, "a JMESPath expression: " + e.getMessage());
    }
  }

  /// As maps, lists and values.
  private static Object plain(JsonNode value) {
    return MAPPER.convertValue(value, Object.class);
  }

  private static void table(PrintWriter out, JsonNode value, List<String> wanted) {
    List<JsonNode> rows = rows(value);
    if (rows.isEmpty()) {
      return;
    }
    List<String> columns = wanted.isEmpty() ? scalarKeys(rows) : wanted;
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(Printer::heading).toList());
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      int width =
          rows.stream().mapToInt(row -> cell(row, columns.get(column)).length()).max().orElse(0);
      rule.add("-".repeat(Math.max(width, cells.getFirst().get(i).length())));
    }
    cells.add(rule);
    for (JsonNode row : rows) {
      cells.add(columns.stream().map(column -> cell(row, column)).toList());
    }
    for (List<String> line : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        text.append(line.get(i)).append(" ".repeat(rule.get(i).length() - line.get(i).length()));
        text.append("  ");
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static void tsv(PrintWriter out, JsonNode value) {
    for (JsonNode row : rows(value)) {
      List<String> cells = new ArrayList<>();
      if (row.isObject() || row.isArray()) {
        (row.isObject() ? row.values() : (Iterable<JsonNode>) row)
            .forEach(entry -> cells.add(text(entry)));
      } else {
        cells.add(text(row));
      }
      out.println(String.join("\t", cells));
    }
  }

  private static List<JsonNode> rows(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      return List.of(value);
    }
    List<JsonNode> rows = new ArrayList<>();
    value.forEach(rows::add);
    return rows;
  }

  private static List<String> scalarKeys(List<JsonNode> rows) {
    Set<String> keys = new LinkedHashSet<>();
    for (JsonNode row : rows) {
      if (row instanceof ObjectNode object) {
        object
            .properties()
            .forEach(entry -> {
              if (entry.getValue().isValueNode()) {
                keys.add(entry.getKey());
              }
            });
      } else {
        keys.add("");
      }
    }
    return List.copyOf(keys);
  }

  private static String heading(String column) {
    String name = column.isEmpty() ? "result" : column.substring(column.lastIndexOf('.') + 1);
    String words = name.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String cell(JsonNode row, String column) {
    JsonNode value = row;
    if (!column.isEmpty()) {
      for (String key : column.split("\\.", -1)) {
        value = value.path(key);
      }
    }
    String text = flat(value).replaceAll("\\p{Cntrl}", " ");
    return text.length() <= CELL_MAX ? text : text.substring(0, CELL_MAX - 3) + "...";
  }

  /// A cell's text: `blue=90 green=10` for a map of values.
  private static String flat(JsonNode value) {
    return value instanceof ObjectNode map
            && map.properties().stream().allMatch(entry -> entry.getValue().isValueNode())
        ? map.properties().stream()
            .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
            .collect(Collectors.joining(" "))
        : text(value);
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isValueNode() ? value.asString() : MAPPER.writeValueAsString(plain(value));
  }
}
