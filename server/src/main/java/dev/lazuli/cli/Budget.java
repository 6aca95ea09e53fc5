package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A length of time as people type it: `60s`, `5m`, `1h`, `500ms`; a bare number means seconds.
record Budget(Duration time) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|)");

  /// Reads one.
  ///
  /// @throws Problem.Invalid when it is none
  static Budget parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new Problem.Invalid("time", text, "a time such as 60s, 5m or 1h");
    }
    double unitMillis =
        switch (form.group(2)) {
          case "ms" -> 1;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 1_000;
        };
    Duration time = Duration.ofMillis(Math.round(Double.parseDouble(form.group(1)) * unitMillis));
    if (time.isZero()) {
      throw new Problem.Invalid("time", text, "more than 0 seconds");
    }
    return new Budget(time);
  }

  /// For picocli.
  static final class Reader implements ITypeConverter<Budget> {
    @Override
    public Budget convert(String text) {
      try {
        return parse(text);
      } catch (Problem.Invalid e) {
        throw new TypeConversionException(e.text());
      }
    }
  }
}
