package dev.lazuli.ml.json;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON text by recursive descent, to a limited depth.
final class JsonReader {
  private static final int DEPTH_MAX = 200;

  private final String text;
  private int place;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Json document() {
    Json value = value();
    skipSpace();
    if (place != text.length()) {
      throw wrong("the end");
    }
    return value;
  }

  private Json value() {
    skipSpace();
    if (place == text.length()) {
      throw wrong("a value");
    }
    return switch (text.charAt(place)) {
      case '{' -> members();
      case '[' -> items();
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Truth(true));
      case 'f' -> word("false", new Json.Truth(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private Json members() {
    enter();
    Map<String, Json> members = new LinkedHashMap<>();
    if (!accept('}')) {
      do {
        skipSpace();
        String name = string();
        expect(':');
        members.put(name, value());
      } while (accept(','));
      expect('}');
    }
    depth--;
    return new Json.Members(members);
  }

  private Json items() {
    enter();
    List<Json> items = new ArrayList<>();
    if (!accept(']')) {
      do {
        items.add(value());
      } while (accept(','));
      expect(']');
    }
    depth--;
    return new Json.Items(items);
  }

  private void enter() {
    place++;
    if (++depth > DEPTH_MAX) {
      throw new InvalidInput("json", "JSON is nested deeper than %d levels".formatted(DEPTH_MAX));
    }
  }

  private String string() {
    if (place == text.length() || text.charAt(place) != '"') {
      throw wrong("a string");
    }
    StringBuilder read = new StringBuilder();
    for (place++; place < text.length(); place++) {
      char c = text.charAt(place);
      if (c == '"') {
        place++;
        return read.toString();
      }
      read.append(c == '\\' ? escaped() : c);
    }
    throw wrong("'\"'");
  }

  private char escaped() {
    place++;
    if (place == text.length()) {
      throw wrong("an escape");
    }
    return switch (text.charAt(place)) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 1; i <= 4; i++) {
      int digit = place + i < text.length() ? Character.digit(text.charAt(place + i), 16) : -1;
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    place += 4;
    return (char) code;
  }

  private Json number() {
    int start = place;
    while (place < text.length() && "+-.eE0123456789".indexOf(text.charAt(place)) >= 0) {
      place++;
    }
    String digits = text.substring(start, place);
    if (!digits.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
      place = start;
      throw wrong("a value");
    }
    return new Json.Numeral(Double.parseDouble(digits));
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, place)) {
      throw wrong(word);
    }
    place += word.length();
    return value;
  }

  private boolean accept(char wanted) {
    skipSpace();
    if (place < text.length() && text.charAt(place) == wanted) {
      place++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private void skipSpace() {
    while (place < text.length() && " \t\r\n".indexOf(text.charAt(place)) >= 0) {
      place++;
    }
  }

  private InvalidInput wrong(String expected) {
    return new InvalidInput(
        "json", "JSON: expected %s at character %d".formatted(expected, place + 1));
  }
}
