package dev.lazuli.endpoints.collect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what a deployment sees and answers as lines of JSON, in the folders that Azure's data
/// collector uses. Scripts send theirs over HTTP, as to Azure's sidecar.
///
/// Lines lie in memory for at most a second; a file is written anew until it is full.
public final class DataCollector implements AutoCloseable {
  private static final int FILE_BYTES_MAX = 4 << 20;
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final long FLUSH_MS = 1_000;

  private final CollectorSettings settings;
  private final BlobStore blobs;
  private final BlobName root;
  private final String source;
  private final Clock clock;
  private final Ids ids;
  private final DateTimeFormatter folders;
  private final HttpServer sidecar;
  private final Map<String, Part> parts = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// A file that is being filled.
  private static final class Part {
    private final BlobName blob;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private boolean isWritten = true;

    Part(BlobName blob) {
      this.blob = blob;
    }
  }

  private DataCollector(
      CollectorSettings settings,
      BlobStore blobs,
      BlobName root,
      String source,
      Clock clock,
      Ids ids,
      HttpServer sidecar) {
    this.settings = settings;
    this.blobs = blobs;
    this.root = root;
    this.source = source;
    this.clock = clock;
    this.ids = ids;
    this.sidecar = sidecar;
    this.folders = DateTimeFormatter.ofPattern(settings.folders()).withZone(ZoneOffset.UTC);
  }

  /// A collector that listens.
  ///
  /// @param root folder of the deployment: `modelDataCollector/ENDPOINT/DEPLOYMENT`
  /// @param source ARM id of the deployment
  public static DataCollector open(
      CollectorSettings settings,
      BlobStore blobs,
      BlobName root,
      String source,
      Clock clock,
      Ids ids) {
    try {
      HttpServer sidecar =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      DataCollector collector =
          new DataCollector(settings, blobs, root, source, clock, ids, sidecar);
      sidecar.createContext("/modeldata/log", collector::receive);
      sidecar.setExecutor(collector.threads);
      sidecar.start();
      var _ = collector.threads.submit(collector::flushOften);
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Variables that tell a script where to send what it collects.
  ///
  /// @param file where [#config] was written to
  public Map<String, String> variables(String file) {
    return Map.of(
        "AZUREML_MDC_ENABLED",
        "true",
        "AZUREML_MDC_HOST",
        "127.0.0.1",
        "AZUREML_MDC_PORT",
        Integer.toString(sidecar.getAddress().getPort()),
        "AZUREML_MDC_CONFIG_PATH",
        file);
  }

  /// The file that tells a script which collections there are.
  public byte[] config() {
    return Json.bytes(settings.written());
  }

  /// Whether a collection is kept.
  boolean keeps(String collection) {
    return settings.shares().containsKey(collection);
  }

  /// Part of the requests that a collection keeps.
  double share(String collection) {
    return settings.shares().getOrDefault(collection, 0.0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
      String type = header(exchange, "ce-type");
      String collection = type.substring(type.lastIndexOf('.') + 1);
      if (!exchange.getRequestMethod().equals("POST") || !keeps(collection)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      ObjectNode event = event(collection, header(exchange, "ce-x-request-id"));
      event.put(
          "contentrange", "bytes 0-%d/%d".formatted(Math.max(0, body.length - 1), body.length));
      event.put("modelversion", orElse(header(exchange, "ce-model-version"), "default"));
      event.put("collectdatatype", header(exchange, "ce-collect-data-type"));
      event.put("agent", header(exchange, "ce-agent"));
      event.set("data", Json.parse(body));
      add(collection, event);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return orElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  private static String orElse(@Nullable String text, String other) {
    return text == null || text.isEmpty() ? other : text;
  }

  /// An event without its data.
  ObjectNode event(String collection, String requestId) {
    return Json.object()
        .put("specversion", "1.0")
        .put("id", ids.hex())
        .put("source", source)
        .put("type", "azureml.inference." + collection)
        .put("datacontenttype", "application/json")
        .put("time", clock.instant().toString())
        .put("correlationid", requestId)
        .put("xrequestid", requestId);
  }

  /// Keeps an event.
  synchronized void add(String collection, JsonNode event) {
    Instant now = clock.instant();
    String key = collection + "/" + folders.format(now);
    Part part =
        parts.computeIfAbsent(
            key, path -> new Part(root.resolve(path + "/" + ids.hex() + ".jsonl")));
    part.lines.writeBytes((Json.text(event) + "\n").getBytes(StandardCharsets.UTF_8));
    part.isWritten = false;
    if (part.lines.size() > FILE_BYTES_MAX) {
      write(part);
      parts.remove(key);
    }
  }

  private Void flushOften() throws InterruptedException {
    while (!closing.await(FLUSH_MS, TimeUnit.MILLISECONDS)) {
      flush();
    }
    return null;
  }

  /// Writes what is in memory; forgets the files of times that have passed.
  private synchronized void flush() {
    String now = folders.format(clock.instant());
    parts.values().stream().filter(part -> !part.isWritten).forEach(this::write);
    parts.keySet().removeIf(key -> !key.endsWith(now));
  }

  private void write(Part part) {
    byte[] content = part.lines.toByteArray();
    blobs.put(part.blob, new ByteArrayInputStream(content), content.length);
    part.isWritten = true;
  }

  @Override
  public void close() {
    closing.countDown();
    sidecar.stop(0);
    threads.shutdown();
    threads.close();
    flush();
  }
}
