import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Logs batches of 1,000 metrics to a server that speaks MLflow's protocol, and tells how many
/// metrics a second it acknowledged.
///
/// `java LogBatch.java URL CONNECTIONS KEYS SECONDS`: each connection has a run of its own, and
/// each batch holds KEYS metrics with 1,000 / KEYS steps.
public final class LogBatch {
  private static final int POINTS = 1_000;
  private static final Pattern RUN = Pattern.compile("\"run_id\": ?\"([^\"]+)\"");

  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LogBatch(String url) {
    this.url = url;
  }

  /// Runs the load and prints one line.
  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[1]);
    int keys = Integer.parseInt(args[2]);
    Duration time = Duration.ofSeconds(Long.parseLong(args[3]));
    LogBatch load = new LogBatch(args[0]);
    load.measure(connections, keys, time.dividedBy(3));
    load.measure(connections, keys, time).print(connections, keys);
    System.exit(0);
  }

  private record Result(long batches, double seconds, long[] nanos) {
    void print(int connections, int keys) {
      Arrays.sort(nanos);
      System.out.printf(
          Locale.ROOT,
          "%d connections, %d keys a batch: %.0f metrics/s, batch p50 %.1f ms, p99 %.1f ms%n",
          connections,
          keys,
          batches * POINTS / seconds,
          nanos[nanos.length / 2] / 1e6,
          nanos[(int) (nanos.length * 0.99)] / 1e6);
    }
  }

  private Result measure(int connections, int keys, Duration time) throws Exception {
    AtomicLong step = new AtomicLong();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    List<Long> nanos = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Callable<List<Long>>> writers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        writers.add(() -> write(keys, step, end));
      }
      for (var written : threads.invokeAll(writers)) {
        nanos.addAll(written.get());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(nanos.size(), seconds, nanos.stream().mapToLong(Long::longValue).toArray());
  }

  private List<Long> write(int keys, AtomicLong step, long end) throws Exception {
    String made = post("runs/create", "{\"experiment_id\": \"0\", \"start_time\": 1}");
    Matcher run = RUN.matcher(made);
    if (!run.find()) {
      throw new IllegalStateException(made);
    }
    List<Long> nanos = new ArrayList<>();
    while (System.nanoTime() < end) {
      String body = batch(run.group(1), keys, step.addAndGet(POINTS));
      long before = System.nanoTime();
      post("runs/log-batch", body);
      nanos.add(System.nanoTime() - before);
    }
    return nanos;
  }

  private static String batch(String run, int keys, long step) {
    StringBuilder text = new StringBuilder(100_000);
    text.append("{\"run_id\": \"").append(run).append("\", \"metrics\": [");
    for (int i = 0; i < POINTS; i++) {
      text.append(i == 0 ? "" : ", ")
          .append("{\"key\": \"metric_")
          .append(i % keys)
          .append("\", \"value\": 0.")
          .append((step * 31 + i * 7919L) % 1_000_003)
          .append(", \"timestamp\": ")
          .append(1_700_000_000_000L + step + i / keys)
          .append(", \"step\": ")
          .append(step + i / keys)
          .append('}');
    }
    return text.append("]}").toString();
  }

  private String post(String operation, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/2.0/mlflow/" + operation))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
