package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Task;
import dev.lazuli.models.ServedModel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Scores one body after the other: reads rows straight from its bytes, scores each as it comes,
/// then writes the answer. For one thread; made once and used again.
final class ScoringWork {
  static final String KEYS =
      "'input_data', 'data', 'Inputs', 'dataframe_split', 'dataframe_records', 'inputs' or"
          + " 'instances'";

  private final RowReader rows;
  private final Predictions predictions;
  private final boolean isClassification;
  private final boolean answersProbabilities;
  private final ByteText answer = new ByteText();

  ScoringWork(ServedModel.Rows served) {
    TabularModel model = served.model();
    this.answersProbabilities = served.answersProbabilities();
    this.predictions = new Predictions(model.target(), served.answersLists());
    this.rows = new RowReader(model, predictions);
    this.isClassification = model.task() == Task.CLASSIFICATION;
  }

  /// The answer to a body; see [ModelScorer#score].
  byte[] score(byte[] body, long deadline) {
    if (body.length == 0) {
      throw wrong("POST body is empty. Expecting a JSON dictionary.");
    }
    rows.begin(body, deadline);
    try (JsonParser parser = Json.mapper().createParser(body)) {
      return answer(parser);
    } catch (JacksonException e) {
      throw undecodable(e);
    }
  }

  /// What is said of a body that is no JSON.
  static Problem.Invalid undecodable(JacksonException e) {
    return wrong(
        "POST body could not be decoded as JSON: %s at line %d, column %d"
            .formatted(
                e.getOriginalMessage(),
                e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
  }

  private byte[] answer(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("POST body should be a JSON dictionary.");
    }
    @Nullable ScoreForm form = null;
    boolean probabilities = answersProbabilities;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken token = parser.nextToken();
      Optional<ScoreForm> named = ScoreForm.of(key);
      if (named.isPresent()) {
        if (form != null) {
          throw wrong("the body has '%s' and '%s'; give one".formatted(form.key(), key));
        }
        form = named.get();
        rows.read(parser, token, form);
      } else {
        switch (key) {
          case "method" -> probabilities = wantsProbabilities(parser);
          case "params", "GlobalParameters" -> probabilities |= parameters(parser, token);
          default -> parser.skipChildren();
        }
      }
    }
    if (parser.nextToken() != null) {
      throw wrong("POST body could not be decoded as JSON: text after its end");
    }
    if (form == null) {
      throw wrong("the body has no rows: expected the key " + KEYS);
    }
    return written(form, probabilities);
  }

  private boolean parameters(JsonParser parser, JsonToken token) {
    boolean probabilities = false;
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return false;
    }
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      parser.nextToken();
      if (key.equals("method")) {
        probabilities = wantsProbabilities(parser);
      } else {
        parser.skipChildren();
      }
    }
    return probabilities;
  }

  private boolean wantsProbabilities(JsonParser parser) {
    String method = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    return switch (method) {
      case "predict" -> false;
      case "predict_proba" -> {
        if (!isClassification) {
          throw new Problem.Invalid(
              "method", method, "'predict': a regression model has no probabilities");
        }
        yield true;
      }
      default -> throw new Problem.Invalid("method", method, "'predict' or 'predict_proba'");
    };
  }

  private byte[] written(ScoreForm form, boolean probabilities) {
    answer.clear();
    answer.add(form.before());
    predictions.write(answer, probabilities);
    answer.add(form.after());
    return answer.toBytes();
  }

  private static Problem.Invalid wrong(String message) {
    return new Problem.Invalid("", message);
  }
}
