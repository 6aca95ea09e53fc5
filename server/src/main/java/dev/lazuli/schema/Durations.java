package dev.lazuli.schema;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;

/// Durations: numbers of a unit in YAML, ISO 8601 on the wire.
public final class Durations {
  /// No job and no probe lasts longer; it also keeps sums of times within their types.
  private static final Duration MAX = Duration.ofDays(366);

  private static final Codec<Duration> ISO =
      Codecs.text()
          .where(Durations::isIso, "an ISO 8601 duration such as PT30M")
          .as(Duration::parse, Duration::toString);

  private Durations() {}

  /// In seconds.
  public static Codec<Duration> seconds() {
    return in(Duration.ofSeconds(1), "seconds");
  }

  /// In minutes.
  public static Codec<Duration> minutes() {
    return in(Duration.ofMinutes(1), "minutes");
  }

  /// In milliseconds.
  public static Codec<Duration> millis() {
    return in(Duration.ofMillis(1), "milliseconds");
  }

  private static Codec<Duration> in(Duration unit, String plural) {
    Predicate<Duration> inBounds =
        duration -> duration.isPositive() && duration.compareTo(MAX) <= 0;
    Codec<Duration> yaml =
        Codecs.number()
            .where(number -> number > 0 && number < 1e12, "a number of " + plural + " above 0")
            .as(
                number -> Duration.ofNanos(Math.round(number * unit.toNanos())),
                duration -> (double) duration.toNanos() / unit.toNanos());
    return Codecs.perForm(
        yaml, ISO.where(inBounds, "an ISO 8601 duration above 0 and up to a year, such as PT30M"));
  }

  private static boolean isIso(String text) {
    try {
      Duration.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
