package dev.lazuli.http;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers a request for a part of something, as RFC 9110 section 14 and Azure's `x-ms-range` say.
public final class Ranges {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private Ranges() {}

  /// Opens the bytes `[offset, offset + length)` of the thing.
  @FunctionalInterface
  public interface Source {
    InputStream open(long offset, long length) throws IOException;
  }

  /// The whole, status 200, or the part that the request asks for, status 206; 416 when the thing
  /// has no such part.
  public static Response answer(Request request, String contentType, long size, Source source) {
    Optional<String> header = request.header("x-ms-range").or(() -> request.header("Range"));
    Matcher range = RANGE.matcher(header.orElse(""));
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return part(200, contentType, 0, size, source).with("Accept-Ranges", "bytes");
    }
    long first;
    long last;
    try {
      if (range.group(1).isEmpty()) {
        first = Math.max(0, size - Long.parseLong(range.group(2)));
        last = size - 1;
      } else {
        first = Long.parseLong(range.group(1));
        last =
            range.group(2).isEmpty()
                ? size - 1
                : Math.min(size - 1, Long.parseLong(range.group(2)));
      }
    } catch (NumberFormatException e) {
      throw new Problem.Invalid("Range", header.orElse(""), "numbers below 2^63");
    }
    if (first > last) {
      return Response.text(416, "Range Not Satisfiable").with("Content-Range", "bytes */" + size);
    }
    return part(206, contentType, first, last - first + 1, source)
        .with("Accept-Ranges", "bytes")
        .with("Content-Range", "bytes %d-%d/%d".formatted(first, last, size));
  }

  private static Response part(
      int status, String contentType, long offset, long length, Source source) {
    return Response.stream(
        status,
        contentType,
        length,
        target -> {
          try (InputStream content = source.open(offset, length)) {
            content.transferTo(target);
          }
        });
  }
}
