package dev.lazuli.endpoints.collect;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a deployment's `dataCollector` asks for.
///
/// @param shares part of the requests to keep by collection, in `(0, 1]`; only enabled ones
/// @param folders pattern of the folders by time, as `java.time` writes it
public record CollectorSettings(Map<String, Double> shares, String folders) {
  private static final Map<String, String> ROLLING =
      Map.of(
          "minute", "yyyy/MM/dd/HH/mm",
          "hour", "yyyy/MM/dd/HH",
          "day", "yyyy/MM/dd",
          "month", "yyyy/MM",
          "year", "yyyy");

  /// Reads the settings; without collections nothing is kept.
  ///
  /// @throws Problem.Invalid naming the value that cannot be
  public static CollectorSettings of(JsonNode collector) {
    Map<String, Double> shares = new TreeMap<>();
    for (Map.Entry<String, JsonNode> one : collector.path("collections").properties()) {
      JsonNode mode = one.getValue().path("dataCollectionMode");
      if (mode.asString("").equalsIgnoreCase("enabled")) {
        double share =
            one.getValue()
                .path("samplingRate")
                .asDouble(collector.path("samplingRate").asDouble(1));
        if (!(share > 0 && share <= 1)) {
          throw new Problem.Invalid(
              "data_collector.sampling_rate", share, "a number above 0 and up to 1");
        }
        shares.put(one.getKey().toLowerCase(Locale.ROOT), share);
      }
    }
    String rolling = collector.path("rollingRate").asString("hour").toLowerCase(Locale.ROOT);
    String folders = ROLLING.get(rolling);
    if (folders == null) {
      throw new Problem.Invalid(
          "data_collector.rolling_rate", rolling, "minute, hour, day, month or year");
    }
    return new CollectorSettings(shares, folders);
  }

  /// Whether nothing is kept.
  public boolean isEmpty() {
    return shares.isEmpty();
  }

  /// The file that `azureml-ai-monitoring` reads.
  ObjectNode written() {
    ObjectNode file = Json.object().put("runMode", "cloud");
    ObjectNode collections = file.putObject("collections");
    shares.forEach((name, share) ->
        collections.putObject(name).put("enabled", true).put("sampleRatePercentage", share * 100));
    return file;
  }
}
