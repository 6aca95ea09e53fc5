package dev.lazuli.http;

import dev.lazuli.base.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each request, with its id, route, status and time.
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("access");

  private final Config.AccessLog which;

  AccessLog(Config.AccessLog which) {
    this.which = which;
  }

  /// Writes the line of a request if the log holds it.
  ///
  /// @param quiet whether the standard log leaves out this route's successes
  void add(Request request, int status, long nanos, boolean quiet) {
    boolean failed = status >= 400;
    boolean held =
        switch (which) {
          case ALL -> true;
          case STANDARD -> failed || !quiet;
          case ERRORS -> failed;
        };
    if (held) {
      LOG.atInfo()
          .addKeyValue("requestId", request.id())
          .addKeyValue("method", request.method())
          .addKeyValue("path", request.rawPath())
          .addKeyValue("status", status)
          .addKeyValue("micros", nanos / 1_000)
          .log("request");
    }
  }
}
