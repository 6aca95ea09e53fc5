package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// How requests to a deployment are treated, as `requestSettings` say.
///
/// @param timeout how long a request may take
/// @param inFlightMax how many may be answered at a time; none said: as many as come
record RequestSettings(Duration timeout, OptionalInt inFlightMax) {
  private static final Duration TIMEOUT_STANDARD = Duration.ofSeconds(5);
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(3);
  private static final int CONCURRENT_MAX = 10_000;

  /// Azure's router admits twice what the instances work on.
  private static final int WAITING = 2;

  /// Reads the settings of a deployment.
  ///
  /// @throws Problem.Invalid when they say what cannot be
  static RequestSettings of(JsonNode settings) {
    JsonNode request = settings.path("requestSettings");
    return new RequestSettings(
        timeout(request.path("requestTimeout").asString("")),
        inFlight(
            request.path("maxConcurrentRequestsPerInstance"),
            settings.path("sku").path("capacity").asInt(1)));
  }

  private static Duration timeout(String text) {
    if (text.isEmpty()) {
      return TIMEOUT_STANDARD;
    }
    Problem.Invalid wrong =
        new Problem.Invalid(
            "requestSettings.requestTimeout", text, "an ISO duration up to 3 minutes, as PT5S");
    try {
      Duration timeout = Duration.parse(text);
      if (timeout.isPositive() && timeout.compareTo(TIMEOUT_MAX) <= 0) {
        return timeout;
      }
      throw wrong;
    } catch (DateTimeParseException e) {
      throw wrong;
    }
  }

  private static OptionalInt inFlight(JsonNode concurrent, int instances) {
    if (concurrent.isMissingNode() || concurrent.isNull()) {
      return OptionalInt.empty();
    }
    int most = concurrent.isIntegralNumber() ? concurrent.asInt(0) : 0;
    if (most < 1 || most > CONCURRENT_MAX) {
      throw new Problem.Invalid(
          "requestSettings.maxConcurrentRequestsPerInstance",
          concurrent.asString(concurrent.toString()),
          "a whole number from 1 to " + CONCURRENT_MAX);
    }
    return OptionalInt.of(WAITING * most * Math.max(1, instances));
  }
}
