package dev.lazuli.endpoints;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.ModelCard;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The description of an endpoint for people and for tools that make clients: its paths, the
/// columns of its model, and an example row of the training table.
final class Swagger {
  private static final String JSON = "application/json";

  private final Version version;
  private final JsonNode example;

  private Swagger(Version version, JsonNode example) {
    this.version = version;
    this.example = example;
  }

  /// The versions of the format.
  enum Version {
    TWO("2"),
    THREE("3"),
    THREE_ONE("3.1");

    private final String word;

    Version(String word) {
      this.word = word;
    }

    static Optional<Version> of(String word) {
      return Arrays.stream(values()).filter(version -> version.word.equals(word)).findFirst();
    }
  }

  /// The description of an endpoint.
  ///
  /// @param address of the endpoint, without a slash at its end
  static ObjectNode of(Version version, String name, String address, ModelCard card) {
    Swagger swagger = new Swagger(version, firstRow(card.example()));
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    schemas.put("ServiceInput", swagger.serviceInput());
    schemas.put("Record", swagger.record(card));
    schemas.put("ServiceOutput", serviceOutput(card));
    schemas.put("ErrorResponse", error());
    return swagger.document(name, address, schemas);
  }

  /// The description of an endpoint whose answers a script makes: the user's own file, else the
  /// schemas of what its function takes and gives.
  ///
  /// @param told what the script says of itself
  /// @throws Problem.NotFound when the script's schemas cannot be told in this version
  static ObjectNode ofScript(Version version, String name, String address, ObjectNode told) {
    if (told.path("files").path(version.word) instanceof ObjectNode own) {
      return own;
    }
    boolean fits =
        told.path("versions").isMissingNode()
            || told.path("versions")
                .valueStream()
                .anyMatch(v -> v.asString().startsWith(version.word.substring(0, 1)));
    if (!fits) {
      throw new Problem.NotFound(
          "Swagger version [%s] is not supported for the scoring script.".formatted(version.word));
    }
    ObjectNode any = Json.object().put("type", "object");
    any.putObject("example");
    JsonNode input = told.path("input").isObject() ? told.path("input") : any;
    JsonNode output = told.path("output").isObject() ? told.path("output") : any;
    ObjectNode error = Json.object().put("type", "object");
    error.putObject("properties").putObject("message").put("type", "string");
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    schemas.put("ServiceInput", input);
    schemas.put("ServiceOutput", output);
    schemas.put("ErrorResponse", error);
    return new Swagger(version, Json.object()).document(name, address, schemas);
  }

  private ObjectNode document(String name, String address, Map<String, JsonNode> described) {
    ObjectNode document = Json.object();
    switch (version) {
      case TWO -> document.put("swagger", "2.0");
      case THREE -> document.put("openapi", "3.0.3");
      case THREE_ONE -> document.put("openapi", "3.1.0");
    }
    document
        .putObject("info")
        .put("title", name)
        .put("description", "Scores rows with the model behind online endpoint " + name + ".")
        .put("version", "1.0");
    if (version == Version.TWO) {
      URI uri = URI.create(address);
      document.put("host", uri.getRawAuthority()).put("basePath", uri.getRawPath());
      document.putArray("schemes").add(uri.getScheme());
      document.putArray("consumes").add(JSON);
      document.putArray("produces").add(JSON);
    } else {
      document.putArray("servers").addObject().put("url", address);
    }
    security(document);
    ObjectNode paths = document.putObject("paths");
    paths.putObject("/").set("get", health());
    paths.putObject("/score").set("post", score());
    ObjectNode schemas =
        version == Version.TWO
            ? document.putObject("definitions")
            : objectAt(document, "components").putObject("schemas");
    described.forEach(schemas::set);
    return document;
  }

  private void security(ObjectNode document) {
    if (version == Version.TWO) {
      document
          .putObject("securityDefinitions")
          .putObject("Bearer")
          .put("type", "apiKey")
          .put("name", "Authorization")
          .put("in", "header")
          .put("description", "Bearer and a key of the endpoint");
    } else {
      objectAt(document, "components")
          .putObject("securitySchemes")
          .putObject("Bearer")
          .put("type", "http")
          .put("scheme", "bearer");
    }
    document.putArray("security").addObject().putArray("Bearer");
  }

  private static ObjectNode objectAt(ObjectNode parent, String key) {
    return parent.get(key) instanceof ObjectNode child ? child : parent.putObject(key);
  }

  private ObjectNode health() {
    ObjectNode get = Json.object();
    get.put("operationId", "ServiceHealthCheck").put("description", "Whether it can score.");
    get.putObject("responses").set("200", text("Healthy"));
    return get;
  }

  private ObjectNode text(String description) {
    ObjectNode response = Json.object().put("description", description);
    ObjectNode schema = Json.object().put("type", "string");
    if (version == Version.TWO) {
      response.set("schema", schema);
    } else {
      response.putObject("content").putObject("text/html").set("schema", schema);
    }
    return response;
  }

  private ObjectNode score() {
    ObjectNode post = Json.object();
    post.put("operationId", "RunMLService").put("description", "Scores rows.");
    if (version == Version.TWO) {
      post.putArray("parameters")
          .addObject()
          .put("name", "serviceInputPayload")
          .put("in", "body")
          .put("required", true)
          .set("schema", reference("ServiceInput"));
    } else {
      ObjectNode body = post.putObject("requestBody").put("required", true);
      body.putObject("content").putObject(JSON).set("schema", reference("ServiceInput"));
    }
    ObjectNode responses = post.putObject("responses");
    responses.set("200", answer("A prediction for each row.", "ServiceOutput"));
    responses.set("424", answer("A row does not fit the model.", "ErrorResponse"));
    responses.set("default", answer("The request was refused.", "ErrorResponse"));
    return post;
  }

  private ObjectNode answer(String description, String schema) {
    ObjectNode response = Json.object().put("description", description);
    if (version == Version.TWO) {
      response.set("schema", reference(schema));
    } else {
      response.putObject("content").putObject(JSON).set("schema", reference(schema));
    }
    return response;
  }

  private ObjectNode reference(String schema) {
    return Json.object()
        .put(
            "$ref", (version == Version.TWO ? "#/definitions/" : "#/components/schemas/") + schema);
  }

  private ObjectNode serviceInput() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode split = schema.putObject("properties").putObject("input_data").put("type", "object");
    ObjectNode parts = split.putObject("properties");
    array(parts, "columns").put("type", "string");
    array(parts, "index").put("type", "integer");
    ObjectNode row = array(parts, "data");
    row.put("type", "array").putObject("items");
    split.putArray("required").add("columns").add("data");
    ObjectNode records = schema.withObject("/properties").putObject("data").put("type", "array");
    records.set("items", reference("Record"));
    ObjectNode whole = Json.object();
    whole.set("input_data", example);
    addExample(schema, whole);
    return schema;
  }

  private static ObjectNode array(ObjectNode parent, String name) {
    return parent.putObject(name).put("type", "array").putObject("items");
  }

  /// One row by its columns.
  private ObjectNode record(ModelCard card) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode columns = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    ObjectNode values = Json.object();
    for (int place = 0; place < card.signature().size(); place++) {
      Signature.Input input = card.signature().inputs().get(place);
      columns.set(input.name(), type(input.type()));
      if (input.required()) {
        required.add(input.name());
      }
      JsonNode value = example.path("data").path(0).path(place);
      if (!value.isMissingNode()) {
        values.set(input.name(), value);
      }
    }
    if (required.isEmpty()) {
      schema.remove("required"); // Swagger 2 wants no empty list
    }
    addExample(schema, values);
    return schema;
  }

  private static ObjectNode serviceOutput(ModelCard card) {
    ObjectNode schema = Json.object().put("type", "array");
    schema.set("items", type(card.answer()));
    return schema.put("description", card.meaning());
  }

  private static ObjectNode error() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode error = schema.putObject("properties").putObject("error").put("type", "object");
    ObjectNode parts = error.putObject("properties");
    for (String part : new String[] {"code", "message", "requestId"}) {
      parts.putObject(part).put("type", "string");
    }
    return schema;
  }

  private static ObjectNode type(SignatureType type) {
    ObjectNode schema = Json.object();
    switch (type) {
      case LONG -> schema.put("type", "integer").put("format", "int64");
      case DOUBLE -> schema.put("type", "number").put("format", "double");
      case STRING -> schema.put("type", "string");
      case BOOLEAN -> schema.put("type", "boolean");
      case DATETIME -> schema.put("type", "string").put("format", "date-time");
    }
    return schema;
  }

  private void addExample(ObjectNode schema, JsonNode value) {
    if (version == Version.THREE_ONE) {
      schema.putArray("examples").add(value);
    } else {
      schema.set("example", value);
    }
  }

  private static JsonNode firstRow(JsonNode split) {
    ObjectNode row = Json.object();
    row.set("columns", split.path("columns"));
    ArrayNode data = row.putArray("data");
    if (split.path("data").size() > 0) {
      data.add(split.path("data").path(0));
    }
    return row;
  }
}
