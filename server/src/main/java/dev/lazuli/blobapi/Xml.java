package dev.lazuli.blobapi;

import dev.lazuli.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes the XML of answers.
final class Xml {
  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>");

  /// Begins an element.
  ///
  /// @param attributes names and values in turn
  Xml open(String name, String... attributes) {
    text.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      text.append('"');
    }
    text.append('>');
    return this;
  }

  Xml close(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  /// An element that holds a text.
  Xml add(String name, String value) {
    if (value.isEmpty()) {
      text.append('<').append(name).append(" />");
      return this;
    }
    open(name);
    escape(value);
    return close(name);
  }

  /// The element of metadata.
  Xml addMetadata(Map<String, String> metadata) {
    open("Metadata");
    metadata.forEach(this::add);
    return close("Metadata");
  }

  Response answer(int status) {
    return Response.bytes(
        status, "application/xml", text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        default -> {
          if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
            text.append('\ufffd');
          } else {
            text.append(c);
          }
        }
      }
    }
  }
}
