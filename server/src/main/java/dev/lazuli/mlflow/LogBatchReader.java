package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.tracking.LogBatch;
import dev.lazuli.tracking.MetricBatch;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.Tag;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads `runs/log-batch` and `runs/log-metric` token by token, without a tree.
final class LogBatchReader {
  private final JsonParser parser;
  private final MetricBatch metrics = new MetricBatch(256);
  private final List<Param> params = new ArrayList<>();
  private final List<Tag> tags = new ArrayList<>();
  private final List<LogBatch.ModelMetric> modelMetrics = new ArrayList<>();
  private final boolean alone;
  private String runId = "";

  private LogBatchReader(JsonParser parser, boolean alone) {
    this.parser = parser;
    this.alone = alone;
  }

  /// What is logged, and to which run.
  record Logged(String runId, LogBatch batch) {}

  /// Reads the body of `log-batch`; one that is not JSON counts as empty.
  ///
  /// @throws Problem.Invalid naming what is missing or wrong
  static Logged batch(byte[] body) {
    try (JsonParser parser = Json.mapper().createParser(body)) {
      LogBatchReader reader = new LogBatchReader(parser, false);
      reader.readBatch();
      return reader.logged();
    } catch (JacksonException notJson) {
      throw Message.missing("run_id");
    }
  }

  /// Reads the body of `log-metric`.
  ///
  /// @throws Problem.Invalid naming what is missing or wrong
  static Logged metric(byte[] body) {
    try (JsonParser parser = Json.mapper().createParser(body)) {
      LogBatchReader reader = new LogBatchReader(parser, true);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Message.missing("run_id");
      }
      reader.readMetric("");
      return reader.logged();
    } catch (JacksonException notJson) {
      throw Message.missing("run_id");
    }
  }

  private Logged logged() {
    if (runId.isEmpty()) {
      throw Message.missing("run_id");
    }
    LogBatch batch = new LogBatch(metrics, params, tags, modelMetrics, alone);
    return new Logged(runId, alone ? batch : batch.checked());
  }

  private void readBatch() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "run_id", "run_uuid" -> runId = text(field);
        case "metrics" -> readEach(field, this::readMetric);
        case "params" -> readEach(field, path -> params.add(param(word(path))));
        case "tags" -> readEach(field, path -> tags.add(word(path)));
        default -> parser.skipChildren();
      }
    }
  }

  private static Param param(Tag word) {
    return new Param(word.key(), word.value());
  }

  /// Reads one element; the parser stands on its START_OBJECT.
  private interface Element {
    void read(String path);
  }

  private void readEach(String field, Element element) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Message.wrongType(field, shown());
    }
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw Message.wrongType(field, shown());
      }
      if (count > MetricBatch.MAX * 100) {
        throw new Problem.TooLarge("more than %d %s".formatted(count, field));
      }
      element.read(field + "[" + count++ + "].");
    }
  }

  private Tag word(String path) {
    String key = "";
    String value = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "key" -> key = text(path + field);
        case "value" -> value = text(path + field);
        default -> parser.skipChildren();
      }
    }
    if (key.isEmpty()) {
      throw Message.missing(path + "key");
    }
    return new Tag(key, value);
  }

  private void readMetric(String path) {
    String key = "";
    String model = "";
    String dataset = "";
    String digest = "";
    double value = 0;
    boolean hasValue = false;
    boolean hasTime = false;
    long time = 0;
    long step = 0;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (field) {
        case "key" -> key = text(path + field);
        case "value" -> {
          hasValue = isThere(token);
          value = hasValue ? value(path + field, token) : 0;
        }
        case "timestamp" -> {
          hasTime = isThere(token);
          time = hasTime ? whole(path + field, token) : 0;
        }
        case "step" -> step = token == JsonToken.VALUE_NULL ? 0 : whole(path + field, token);
        case "model_id" -> model = text(path + field);
        case "dataset_name" -> dataset = text(path + field);
        case "dataset_digest" -> digest = text(path + field);
        case "run_id", "run_uuid" -> {
          if (path.isEmpty()) {
            runId = text(field);
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (alone && runId.isEmpty()) {
      throw Message.missing("run_id");
    }
    if (key.isEmpty()) {
      throw Message.missing(path + "key");
    }
    if (!hasValue) {
      throw Message.missing(path + "value");
    }
    if (!hasTime) {
      throw Message.missing(path + "timestamp");
    }
    if (!model.isEmpty()) {
      modelMetrics.add(new LogBatch.ModelMetric(metrics.size(), model, dataset, digest));
    }
    metrics.add(key, value, time, step, path);
  }

  /// Whether the parser stands on a value: not on null, nor on an empty text.
  private boolean isThere(JsonToken token) {
    return token != JsonToken.VALUE_NULL
        && !(token == JsonToken.VALUE_STRING && parser.getString().isEmpty());
  }

  private double value(String path, JsonToken token) {
    return switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      case VALUE_STRING -> number(path, parser.getString());
      default -> throw wrong(path);
    };
  }

  private double number(String path, String text) {
    return Kind.number(text).orElseThrow(() -> wrong(path));
  }

  private long whole(String path, JsonToken token) {
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        || token == JsonToken.VALUE_NUMBER_FLOAT
        || token == JsonToken.VALUE_STRING) {
      return Kind.whole(shown()).orElseThrow(() -> wrong(path));
    }
    throw wrong(path);
  }

  private String text(String path) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NULL -> "";
      default -> throw wrong(path);
    };
  }

  private Problem.Invalid wrong(String path) {
    return Message.wrongType(path, shown());
  }

  /// The value that the parser stands on.
  private JsonNode shown() {
    return parser.readValueAsTree();
  }
}
