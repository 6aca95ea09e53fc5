package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a body asks of a forecast model.
///
/// @param quantiles levels that are wanted; empty when the body names none
record SeriesRequest(ScoreForm form, Frame rows, List<Double> quantiles) {
  /// Reads a body.
  ///
  /// @param target name of the target, which Azure's clients call `y_query`
  /// @throws Problem.Invalid when it is no request
  static SeriesRequest parse(byte[] body, Signature signature, String target) {
    if (!(tree(body) instanceof ObjectNode request)) {
      throw wrong("POST body should be a JSON dictionary.");
    }
    @Nullable ScoreForm form = null;
    List<Double> quantiles = List.of();
    for (Map.Entry<String, JsonNode> entry : request.properties()) {
      Optional<ScoreForm> named = ScoreForm.of(entry.getKey());
      if (named.isPresent()) {
        if (form != null) {
          throw wrong("the body has '%s' and '%s'; give one".formatted(form.key(), entry.getKey()));
        }
        form = named.get();
      } else if (entry.getKey().equals("params") || entry.getKey().equals("GlobalParameters")) {
        method(entry.getValue().path("method"));
        quantiles = levels(entry.getValue().path("quantiles"));
      } else if (entry.getKey().equals("method")) {
        method(entry.getValue());
      }
    }
    if (form == null) {
      throw wrong("the body has no rows: expected the key " + ScoringWork.KEYS);
    }
    JsonNode given = request.path(form.key());
    JsonNode table = form == ScoreForm.INPUTS && given.isObject() ? onlyList(given) : given;
    SeriesTable rows = new SeriesTable(signature, target);
    rows.read(form.key(), table);
    return new SeriesRequest(form, rows.frame(), quantiles);
  }

  private static JsonNode tree(byte[] body) {
    if (body.length == 0) {
      throw wrong("POST body is empty. Expecting a JSON dictionary.");
    }
    try {
      return Json.mapper().readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw ScoringWork.undecodable(e);
    }
  }

  /// `{"data": [...]}`, whatever the input is called.
  private static JsonNode onlyList(JsonNode inputs) {
    List<JsonNode> lists = new ArrayList<>(inputs.values());
    if (lists.size() != 1) {
      throw new Problem.Invalid("Inputs", "'Inputs' must be an object with one list of records");
    }
    return lists.getFirst();
  }

  private static void method(JsonNode method) {
    if (!method.isMissingNode() && !method.asString("").equals("predict")) {
      throw new Problem.Invalid(
          "method", method, "'predict': a forecast has quantiles, no probabilities");
    }
  }

  /// Levels as a list, or as MLflow's parameters have them: `0.1,0.9`.
  private static List<Double> levels(JsonNode given) {
    List<Double> levels = new ArrayList<>();
    if (given instanceof ArrayNode list) {
      list.forEach(level -> levels.add(level(level.asString(""))));
    } else if (!given.asString("").isBlank()) {
      for (String level : given.asString().split(",", -1)) {
        levels.add(level(level));
      }
    }
    return levels;
  }

  private static double level(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException notOne) {
      throw new Problem.Invalid("quantiles", text, "levels such as [0.1, 0.9]");
    }
  }

  private static Problem.Invalid wrong(String message) {
    return new Problem.Invalid("", message);
  }
}
