package dev.lazuli.endpoints;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/// The last lines that a deployment had to say.
final class DeploymentLog {
  private static final int LINES_MAX = 1_000;
  private static final int LINE_LENGTH_MAX = 1_000;

  private final Clock clock;
  private final Deque<String> lines = new ArrayDeque<>();

  DeploymentLog(Clock clock) {
    this.clock = clock;
  }

  /// Adds a line; what would break it into two is replaced.
  synchronized void add(String line) {
    String plain = line.replaceAll("\\p{Cntrl}", "\uFFFD");
    String shown = plain.length() > LINE_LENGTH_MAX ? plain.substring(0, LINE_LENGTH_MAX) : plain;
    lines.addLast(clock.instant() + " " + shown);
    if (lines.size() > LINES_MAX) {
      lines.removeFirst();
    }
  }

  /// The last `count` lines, each with its end.
  synchronized String tail(int count) {
    return lines.stream()
        .skip(Math.max(0, lines.size() - count))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
