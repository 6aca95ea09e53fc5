package dev.lazuli.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Shows how a job goes on, until it ends.
final class Progress {
  private static final Duration POLL = Duration.ofMillis(400);
  private static final Pattern STREAMED =
      Pattern.compile("user_logs/std_log\\D*0*(?:_ps)?\\.txt|user_logs/std_log\\.txt");

  private final PrintWriter out;

  Progress(PrintWriter out) {
    this.out = out;
  }

  /// Prints the lines of the job's log as they come; the status at its end.
  String log(Jobs jobs, String name) throws InterruptedException {
    out.println("RunId: " + name);
    out.println();
    int printed = 0;
    while (true) {
      JsonNode details = jobs.details(name);
      String status = details.path("status").asString("");
      for (String url : urls(details)) {
        List<String> lines = jobs.log(url).lines().toList();
        lines.stream().skip(printed).forEach(out::println);
        printed = Math.max(printed, lines.size());
      }
      out.flush();
      if (Jobs.hasEnded(status)) {
        summary(name, status, details);
        return status;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  private void summary(String name, String status, JsonNode details) {
    out.println();
    out.println("Execution Summary");
    out.println("=================");
    out.println("RunId: " + name);
    out.println("Status: " + status);
    String error = details.path("error").path("error").path("message").asString("");
    if (!error.isEmpty()) {
      out.println("Error: " + error);
    }
    out.println();
    out.flush();
  }

  private static List<String> urls(JsonNode details) {
    return details.path("logFiles").properties().stream()
        .filter(file -> STREAMED.matcher(file.getKey()).matches())
        .map(file -> file.getValue().asString())
        .toList();
  }
}
