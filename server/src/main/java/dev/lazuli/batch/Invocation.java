package dev.lazuli.batch;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What a client asks of a batch endpoint: which files, and where the predictions go.
///
/// Names of fields count in any case and with or without underscores, as clients of several
/// languages write them; the names of inputs and outputs are the client's own.
///
/// @param name of the job; empty for a new one
/// @param experiment empty for the endpoint's own
/// @param output address of the file or folder to write; empty for the job's own place
public record Invocation(
    String name,
    String experiment,
    String displayName,
    List<String> inputs,
    String output,
    boolean isOutputFile) {

  /// Reads the body of an invocation.
  ///
  /// @throws Problem.Invalid naming the field that is wrong
  public static Invocation of(JsonNode body) {
    JsonNode properties = member(body, "properties").orElse(body);
    List<String> inputs = new ArrayList<>();
    JsonNode data =
        member(properties, "inputData")
            .or(() -> member(properties, "inputs"))
            .orElse(MissingNode.getInstance());
    for (Map.Entry<String, JsonNode> entry : data.properties()) {
      input("properties.inputData." + entry.getKey(), entry.getValue()).ifPresent(inputs::add);
    }
    if (inputs.isEmpty()) {
      throw new Problem.Invalid(
          "properties.inputData",
          "properties.inputData names no data: expected one member such as"
              + " {\"data\": {\"jobInputType\": \"UriFolder\", \"uri\": \"azureml://...\"}}");
    }
    String output = "";
    boolean isFile = false;
    JsonNode outputs = member(properties, "outputData").orElse(MissingNode.getInstance());
    for (Map.Entry<String, JsonNode> entry : outputs.properties()) {
      String type = text(entry.getValue(), "jobOutputType");
      output = text(entry.getValue(), "uri");
      isFile = plain(type).equals("urifile");
      if (output.isEmpty()) {
        throw new Problem.Invalid(
            "properties.outputData.%s.uri".formatted(entry.getKey()),
            "properties.outputData.%s has no uri".formatted(entry.getKey()));
      }
    }
    JsonNode more = member(properties, "properties").orElse(MissingNode.getInstance());
    return new Invocation(
        text(properties, "name"),
        first(text(properties, "experimentName"), text(more, "experimentName")),
        text(properties, "displayName"),
        List.copyOf(inputs),
        output,
        isFile);
  }

  /// The address of one input; empty for a literal, which models do not take.
  private static Optional<String> input(String path, JsonNode input) {
    String type = plain(text(input, "jobInputType"));
    String uri = text(input, "uri");
    return switch (type) {
      case "urifile", "urifolder", "mltable", "" -> {
        if (uri.isEmpty()) {
          throw new Problem.Invalid(path + ".uri", path + " has no uri");
        }
        yield Optional.of(uri);
      }
      case "literal" -> Optional.empty();
      default ->
          throw new Problem.Invalid(
              path + ".jobInputType",
              text(input, "jobInputType"),
              "UriFile, UriFolder, MLTable or Literal");
    };
  }

  private static Optional<JsonNode> member(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (plain(entry.getKey()).equals(plain(name)) && !entry.getValue().isNull()) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  private static String text(JsonNode object, String name) {
    return member(object, name).map(value -> value.asString("")).orElse("");
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
