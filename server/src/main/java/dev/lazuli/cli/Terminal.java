package dev.lazuli.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/// Where progress is shown: one line that is written again on a terminal, else a line now and then.
final class Terminal {
  private static final int WIDTH_MIN = 20;
  private static final int WIDTH_STANDARD = 80;
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final boolean live;
  private final int width;
  private int shown;
  private long lastPlain = Long.MIN_VALUE;

  private Terminal(PrintWriter out, boolean live, int width) {
    this.out = out;
    this.live = live;
    this.width = width;
  }

  /// What this process writes to.
  static Terminal of(PrintWriter out) {
    boolean live =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
            && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(out, live, width(System.getenv().getOrDefault("COLUMNS", "")));
  }

  /// A place that is no terminal.
  static Terminal plain(PrintWriter out) {
    return new Terminal(out, false, WIDTH_STANDARD);
  }

  /// A line that stays.
  void line(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  /// A line that stays, made by a format.
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency more
  void line(String format, Object... values) {
    line(String.format(Locale.ROOT, format, values));
  }

  /// A line that the next one replaces; where lines cannot be replaced, only one in 5 s is shown.
  ///
  /// @param nanoTime a clock that only grows
  void progress(String text, long nanoTime) {
    if (!live) {
      if (lastPlain == Long.MIN_VALUE || nanoTime - lastPlain >= PLAIN_EVERY_NANOS) {
        lastPlain = nanoTime;
        out.println(text);
        out.flush();
      }
      return;
    }
    String fitting = text.length() < width ? text : text.substring(0, width - 1);
    out.print('\r');
    out.print(fitting);
    out.print(" ".repeat(Math.max(0, shown - fitting.length())));
    out.flush();
    shown = fitting.length();
  }

  /// Takes the replaceable line away.
  void clear() {
    if (live && shown > 0) {
      out.print('\r' + " ".repeat(shown) + '\r');
      out.flush();
      shown = 0;
    }
  }

  private static int width(String columns) {
    return columns.matches("\\d{1,4}")
        ? Math.max(WIDTH_MIN, Integer.parseInt(columns))
        : WIDTH_STANDARD;
  }
}
