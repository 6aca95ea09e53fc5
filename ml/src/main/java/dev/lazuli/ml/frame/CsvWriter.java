package dev.lazuli.ml.frame;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes CSV as [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180) says, in UTF-8 with LF line
/// ends.
public final class CsvWriter implements Closeable {
  private static final int PENDING_MAX = 1 << 16;

  private final OutputStream out;
  private final char delimiter;
  private final StringBuilder pending = new StringBuilder();

  /// A writer with `,` between fields.
  ///
  /// @param out closed by [#close]
  public CsvWriter(OutputStream out) {
    this(out, ',');
  }

  /// A writer with another character between fields.
  public CsvWriter(OutputStream out, char delimiter) {
    this.out = out;
    this.delimiter = delimiter;
  }

  /// Writes the names of the columns and then every row.
  public void write(Frame frame) throws IOException {
    row(frame.names());
    List<Column> columns = frame.columns();
    for (int row = 0; row < frame.rowCount(); row++) {
      for (int i = 0; i < columns.size(); i++) {
        if (i > 0) {
          pending.append(delimiter);
        }
        field(columns.get(i).text(row), columns.size() == 1);
      }
      endRow();
    }
  }

  /// Writes one row.
  public void row(List<String> fields) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        pending.append(delimiter);
      }
      field(fields.get(i), fields.size() == 1);
    }
    endRow();
  }

  private void field(String text, boolean alone) {
    if (!needsQuotes(text) && !(alone && text.isEmpty())) {
      pending.append(text);
      return;
    }
    pending.append('"').append(text.replace("\"", "\"\"")).append('"');
  }

  private boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char value = text.charAt(i);
      if (value == delimiter || value == '"' || value == '\n' || value == '\r') {
        return true;
      }
    }
    return false;
  }

  private void endRow() throws IOException {
    pending.append('\n');
    if (pending.length() > PENDING_MAX) {
      flush();
    }
  }

  /// Hands everything written so far to the stream.
  public void flush() throws IOException {
    out.write(pending.toString().getBytes(StandardCharsets.UTF_8));
    pending.setLength(0);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
