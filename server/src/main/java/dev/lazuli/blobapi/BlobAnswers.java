package dev.lazuli.blobapi;

import dev.lazuli.http.Ranges;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What requests say of blobs in headers, and what answers say.
final class BlobAnswers {
  static final String OCTETS = "application/octet-stream";

  private static final String META = "x-ms-meta-";
  private static final String VERSION = "2025-11-05";
  private static final List<String> CONTENT =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Content-Disposition",
          "Cache-Control",
          "Content-MD5");
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Blobs blobs;
  private final Clock clock;

  BlobAnswers(Blobs blobs, Clock clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  /// The bytes of a blob, or the part that is asked for.
  Response content(Request request, Blobs.Found found) {
    Optional<String> range = request.header("x-ms-range").or(() -> request.header("Range"));
    long size = found.stat().size();
    if (range.isPresent() && size == 0) {
      throw StorageFailure.invalidRange(size);
    }
    Response answer =
        Ranges.answer(
            request,
            type(found),
            size,
            (offset, length) -> blobs.open(found.stat().name(), offset, length));
    if (answer.status() == 416) {
      throw StorageFailure.invalidRange(size);
    }
    Response full = described(answer, found);
    String md5 = found.record().headers().getOrDefault("Content-MD5", "");
    return answer.status() == 206 && !md5.isEmpty()
        ? full.with("x-ms-blob-content-md5", md5)
        : full;
  }

  /// What is known of a blob.
  Response head(Blobs.Found found) {
    return described(Response.head(200, type(found), found.stat().size()), found)
        .with("Accept-Ranges", "bytes");
  }

  private Response described(Response answer, Blobs.Found found) {
    BlobRecord record = found.record();
    boolean isLeased = record.lease().isHeld(clock.millis());
    Response full =
        changed(answer, found)
            .with("x-ms-blob-type", record.type())
            .with("x-ms-creation-time", httpDate(found.stat().modified()))
            .with("x-ms-lease-status", isLeased ? "locked" : "unlocked")
            .with("x-ms-lease-state", isLeased ? "leased" : "available")
            .with("x-ms-server-encrypted", "false")
            .with("x-ms-access-tier", "Hot")
            .with("x-ms-access-tier-inferred", "true");
    for (String name : CONTENT) {
      String value = record.headers().getOrDefault(name, "");
      boolean isOfPart = name.equals("Content-MD5") && answer.status() == 206;
      if (!value.isEmpty() && !name.equals("Content-Type") && !isOfPart) {
        full = full.with(name, value);
      }
    }
    for (Map.Entry<String, String> entry : record.metadata().entrySet()) {
      full = full.with(META + entry.getKey(), entry.getValue());
    }
    return record.tags().isEmpty()
        ? full
        : full.with("x-ms-tag-count", Integer.toString(record.tags().size()));
  }

  /// An answer with the new ETag of a blob.
  static Response changed(Response answer, Blobs.Found found) {
    return answer
        .with("ETag", found.etag())
        .with("Last-Modified", httpDate(found.stat().modified()));
  }

  /// An answer with what every one carries.
  static Response dressed(Request request, Response answer) {
    Response full = answer.with("x-ms-version", request.header("x-ms-version").orElse(VERSION));
    Optional<String> client = request.header("x-ms-client-request-id");
    return client.isPresent() ? full.with("x-ms-client-request-id", client.get()) : full;
  }

  /// The metadata that a request names.
  static Map<String, String> metadata(Request request) {
    Map<String, String> metadata = new LinkedHashMap<>();
    request
        .headers(META)
        .forEach((name, value) -> metadata.put(name.substring(META.length()), value));
    return metadata;
  }

  /// The headers that a blob is to be answered with.
  ///
  /// @param isPut whether the request's own headers speak of its content too
  static Map<String, String> headers(Request request, boolean isPut) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : CONTENT) {
      boolean isOwn = isPut && !name.equals("Content-MD5");
      request
          .header("x-ms-blob-" + name.toLowerCase(Locale.ROOT))
          .or(() -> isOwn ? request.header(name) : Optional.empty())
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  static void addTags(Xml xml, Map<String, String> tags) {
    xml.open("Tags").open("TagSet");
    tags.forEach((key, value) -> xml.open("Tag").add("Key", key).add("Value", value).close("Tag"));
    xml.close("TagSet").close("Tags");
  }

  /// How many entries a page may have.
  static int pageSize(Request request, int max) {
    String text = request.query("maxresults").orElse("");
    if (text.isEmpty()) {
      return max;
    }
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw StorageFailure.invalidQuery("maxresults", text, "a whole number from 1");
    }
    return Math.min(max, Integer.parseInt(text));
  }

  static String httpDate(Instant time) {
    return HTTP.format(time);
  }

  static String isoDate(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String type(Blobs.Found found) {
    return found.record().headers().getOrDefault("Content-Type", OCTETS);
  }
}
