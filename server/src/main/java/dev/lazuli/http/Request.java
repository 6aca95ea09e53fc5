package dev.lazuli.http;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request: its path parameters, query, headers and body.
public final class Request {
  private static final int CHUNK = 1 << 14;

  private final ServerRequest raw;
  private final Map<String, String> parameters;
  private final String id;
  private final Limits limits;
  private final Connection connection;
  private final @Nullable Caller caller;

  Request(
      ServerRequest raw,
      Map<String, String> parameters,
      String id,
      Limits limits,
      Connection connection) {
    this(raw, parameters, id, limits, connection, null);
  }

  private Request(
      ServerRequest raw,
      Map<String, String> parameters,
      String id,
      Limits limits,
      Connection connection,
      @Nullable Caller caller) {
    this.raw = raw;
    this.parameters = parameters;
    this.id = id;
    this.limits = limits;
    this.connection = connection;
    this.caller = caller;
  }

  /// This request, after the guard has said who sends it.
  Request by(Caller admitted) {
    return new Request(raw, parameters, id, limits, connection, admitted);
  }

  /// Who sends it.
  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("the guard has not seen this request yet");
    }
    return caller;
  }

  /// The id that this request has in the log and in its answer.
  public String id() {
    return id;
  }

  /// The verb, in capitals.
  public String method() {
    return raw.prologue().method().text();
  }

  /// The path as it came, still encoded.
  public String rawPath() {
    return raw.prologue().uriPath().rawPath();
  }

  /// Returns normally when no parameter of the path holds a control character.
  ///
  /// @throws Problem.Invalid when one does
  void checkPath() {
    parameters.forEach(Texts::checkPlain);
  }

  /// A parameter of the path, decoded.
  public String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("this route has no parameter " + name);
    }
    return value;
  }

  /// A parameter of the path, decoded, which only some forms of the route have.
  public Optional<String> findPath(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// The first value of a query parameter.
  public Optional<String> query(String name) {
    return raw.query().contains(name)
        ? Optional.of(Texts.withoutNul(name, raw.query().get(name)))
        : Optional.empty();
  }

  /// All values of a query parameter, in order.
  public List<String> queryAll(String name) {
    return raw.query().contains(name)
        ? raw.query().all(name).stream().map(value -> Texts.withoutNul(name, value)).toList()
        : List.of();
  }

  /// All query parameters, each with its values in order.
  public Map<String, List<String>> queries() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    raw.query().names().forEach(name -> all.put(name, raw.query().all(name)));
    return all;
  }

  /// The headers whose names begin so, by their names in lower case.
  ///
  /// @param prefix in lower case
  public Map<String, String> headers(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    raw.headers()
        .forEach(header -> {
          String name = header.headerName().lowerCase();
          if (name.startsWith(prefix)) {
            found.put(name, header.values());
          }
        });
    return found;
  }

  /// A header, by its name in any case.
  public Optional<String> header(String name) {
    return header(HeaderKey.of(name));
  }

  /// A header.
  public Optional<String> header(HeaderKey key) {
    return raw.headers().first(key.name());
  }

  /// Path and query as they came, still encoded.
  public String target() {
    String query = raw.query().rawValue();
    return query.isEmpty() ? rawPath() : rawPath() + "?" + query;
  }

  /// The names and values of all headers.
  public List<Map.Entry<String, String>> headers() {
    return raw.headers().stream()
        .flatMap(
            header -> header.allValues().stream().map(value -> Map.entry(header.name(), value)))
        .toList();
  }

  /// Bytes that the body says it has; -1 when it does not say.
  public long contentLength() {
    return raw.headers().contentLength().orElse(-1);
  }

  /// The whole body.
  ///
  /// @throws Problem.TooLarge when it is larger than the server's limit
  public byte[] body() {
    return body(limits.bodyMax());
  }

  /// The whole body.
  ///
  /// @throws Problem.TooLarge when it is larger than `bytesMax`
  public byte[] body(long bytesMax) {
    long declared = contentLength();
    if (declared > bytesMax) {
      throw tooLarge(bytesMax);
    }
    if (!raw.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream stream = stream()) {
      if (declared >= 0 && declared <= CHUNK && !isCompressed()) {
        return whole(stream, (int) declared);
      }
      byte[] content = stream.readNBytes((int) Math.min(bytesMax + 1, Integer.MAX_VALUE - CHUNK));
      if (content.length > bytesMax) {
        throw tooLarge(bytesMax);
      }
      return content;
    } catch (ZipException e) {
      throw new Problem.Invalid("body", "not readable as gzip: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A short body whose length is known: read into just the bytes that it needs.
  private static byte[] whole(InputStream stream, int length) throws IOException {
    byte[] content = new byte[length];
    int read = stream.readNBytes(content, 0, length);
    return read == length ? content : Arrays.copyOf(content, read);
  }

  /// Whether the body is sent compressed: it comes unpacked, so that its length says nothing.
  private boolean isCompressed() {
    return raw.headers().contains(HeaderNames.CONTENT_ENCODING);
  }

  /// The body as it comes.
  public InputStream stream() {
    return raw.content().hasEntity()
        ? connection.reading(raw.content().inputStream())
        : InputStream.nullInputStream();
  }

  /// Whether its connection has ended before its body has.
  boolean isCutOff() {
    return connection.isCutOff();
  }

  /// The whole body, which is a text.
  ///
  /// @throws Problem.Invalid when it holds a NUL, plain or as JSON writes it: PostgreSQL takes none
  public byte[] document() {
    byte[] body = body();
    if (Texts.holdNul(body)) {
      throw new Problem.Invalid("body", "a text of the body holds the character NUL");
    }
    return body;
  }

  /// The body as JSON.
  ///
  /// @throws Problem.Invalid when it is not JSON
  public JsonNode json() {
    return Json.parseRequest(document());
  }

  /// How the client calls this server: scheme and authority, such as `http://localhost:8700`.
  public String origin() {
    return (raw.isSecure() ? "https://" : "http://") + raw.authority();
  }

  private static Problem.TooLarge tooLarge(long bytesMax) {
    return new Problem.TooLarge("the body is larger than %d bytes".formatted(bytesMax));
  }
}
