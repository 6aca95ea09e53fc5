package dev.lazuli.base;

import java.io.InputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// JSON and YAML in and out; the one place where reflection reads records.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.standard().jsonDepthMax())
                          .build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  /// Names, values and brackets in a document that a client sends: 40,000 tags.
  private static final long TOKENS_MAX = 300_000;

  private static final JsonMapper REQUESTS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.standard().jsonDepthMax())
                          .maxTokenCount(TOKENS_MAX)
                          .build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .build();
  private static final JsonMapper LENIENT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.standard().jsonDepthMax())
                          .build())
                  .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                  .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                  .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  .build())
          .build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /// The mapper itself, for streaming readers and writers.
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /// An empty object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// An empty array.
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// A record, map, list or value as a tree.
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// Reads a document that a client sends.
  ///
  /// @throws Problem.Invalid when it is not JSON, or nested too deep
  /// @throws Problem.TooLarge when it has more parts than anyone needs
  public static JsonNode parseRequest(byte[] document) {
    try {
      return REQUESTS.readTree(document);
    } catch (StreamConstraintsException e) {
      if (String.valueOf(e.getMessage()).contains("Token count")) {
        throw new Problem.TooLarge(
            "the document has more than %,d names, values and brackets".formatted(TOKENS_MAX));
      }
      throw notReadable("JSON", e);
    } catch (JacksonException e) {
      throw notReadable("JSON", e);
    }
  }

  /// Reads a document.
  ///
  /// @throws Problem.Invalid when it is not JSON, or nested too deep
  public static JsonNode parse(byte[] document) {
    try {
      return MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw notReadable("JSON", e);
    }
  }

  /// Reads a document as forgiving clients write it: names without quotes, single quotes, commas at
  /// the end.
  ///
  /// @throws Problem.Invalid when it is not even that
  public static JsonNode parseLenient(byte[] document) {
    try {
      return LENIENT.readTree(document);
    } catch (JacksonException e) {
      throw notReadable("JSON", e);
    }
  }

  /// Reads a document.
  ///
  /// @throws Problem.Invalid when it is not JSON, or nested too deep
  public static JsonNode parse(String document) {
    try {
      return MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw notReadable("JSON", e);
    }
  }

  /// Reads a document.
  ///
  /// @throws Problem.Invalid when it is not JSON, or nested too deep
  public static JsonNode parse(InputStream document) {
    try {
      return MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw notReadable("JSON", e);
    }
  }

  /// Reads a document into a record.
  ///
  /// @throws Problem.Invalid when it is not JSON or does not fit
  public static <T> T read(String document, Class<T> type) {
    try {
      return MAPPER.readValue(document, type);
    } catch (JacksonException e) {
      throw notReadable("JSON", e);
    }
  }

  /// Reads a YAML document.
  ///
  /// @throws Problem.Invalid when it is not YAML
  public static JsonNode parseYaml(String document) {
    try {
      return YAML.readTree(document);
    } catch (JacksonException e) {
      throw notReadable("YAML", e);
    }
  }

  /// A tree as YAML.
  public static String yaml(Object value) {
    return YAML.writeValueAsString(value);
  }

  /// A tree or record in one line.
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// A tree or record as UTF-8.
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// A tree or record over several lines.
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /// An object of strings.
  public static ObjectNode strings(Map<String, String> values) {
    ObjectNode object = object();
    values.forEach(object::put);
    return object;
  }

  private static Problem.Invalid notReadable(String format, JacksonException e) {
    return new Problem.Invalid(
        "body",
        "not readable as %s: %s at line %d, column %d"
            .formatted(
                format,
                e.getOriginalMessage(),
                e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
  }
}
