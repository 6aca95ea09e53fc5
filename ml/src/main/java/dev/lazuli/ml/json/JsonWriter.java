package dev.lazuli.ml.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/// Writes JSON values as text.
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /// @param indent spaces before each line; negative for one line
  static String write(Json value, int indent) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, indent);
    return writer.out.toString();
  }

  private void value(Json value, int indent) {
    switch (value) {
      case Json.Members(var members) -> members(members, indent);
      case Json.Items(var items) -> items(items, indent);
      case Json.Text(String text) -> string(text);
      case Json.Numeral(double number) -> out.append(number(number));
      case Json.Truth(boolean truth) -> out.append(truth);
      case Json.Nothing() -> out.append("null");
    }
  }

  private void members(Map<String, Json> members, int indent) {
    out.append('{');
    int inner = indent < 0 ? indent : indent + 2;
    for (Iterator<Map.Entry<String, Json>> all = members.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Json> member = all.next();
      line(inner);
      string(member.getKey());
      out.append(indent < 0 ? ":" : ": ");
      value(member.getValue(), inner);
      out.append(all.hasNext() ? "," : "");
    }
    if (!members.isEmpty()) {
      line(indent);
    }
    out.append('}');
  }

  private void items(Collection<Json> items, int indent) {
    boolean flat =
        items.stream()
            .noneMatch(item -> item instanceof Json.Members || item instanceof Json.Items);
    int inner = flat || indent < 0 ? -1 : indent + 2;
    out.append('[');
    for (Iterator<Json> all = items.iterator(); all.hasNext(); ) {
      line(inner);
      value(all.next(), inner);
      out.append(all.hasNext() ? flat && indent >= 0 ? ", " : "," : "");
    }
    if (inner >= 0) {
      line(indent);
    }
    out.append(']');
  }

  private void line(int indent) {
    if (indent >= 0) {
      out.append('\n').append(" ".repeat(indent));
    }
  }

  private static String number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return "null";
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
    return whole && !(number == 0 && 1 / number < 0)
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < 0x20 || Character.isSurrogate(c) || c > 0x7e ? code(c) : c);
      }
    }
    out.append('"');
  }

  private static String code(char c) {
    return "\\u%04x".formatted((int) c);
  }
}
