package dev.lazuli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MessageTest {
  private static final Message MESSAGE =
      Message.empty()
          .required("name", Kind.TEXT)
          .with("start_time", Kind.WHOLE)
          .with("value", Kind.NUMBER)
          .with("archive", Kind.TRUTH)
          .with("status", Kind.Choice.of("RUNNING", "FINISHED"))
          .with("tags", Message.WORDS)
          .page(1_000);

  private static void check(String json) {
    MESSAGE.check(MESSAGE.named(Json.parse(json)), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": 123}|Invalid value 123 for parameter 'name' supplied:  Hint: Value was of type 'int'.",
        "{\"name\": {\"a\": \"ü\"}}|Invalid value {\"a\":\"\\u00fc\"} for parameter 'name' supplied:  Hint: Value was of type 'dict'.",
        "{}|Missing value for required parameter 'name'.",
        "{\"name\": \"\"}|Missing value for required parameter 'name'.",
        "{\"name\": \"a\", \"start_time\": 1.5}|Invalid value 1.5 for parameter 'start_time' supplied:  Hint: Value was of type 'float'.",
        "{\"name\": \"a\", \"start_time\": \"x\"}|Invalid value \"x\" for parameter 'start_time' supplied:  Hint: Value was of type 'str'.",
        "{\"name\": \"a\", \"archive\": \"true\"}|Invalid value \"true\" for parameter 'archive' supplied:  Hint: Value was of type 'str'.",
        "{\"name\": \"a\", \"tags\": [{\"key\": 1}]}|Invalid value [{\"key\":1}] for parameter 'tags' supplied:  Hint: Value was of type 'list'.",
        "{\"name\": \"a\", \"tags\": [{}]}|Missing value for required parameter 'tags[0].key'.",
        "{\"name\": \"a\", \"max_results\": 1001}|Invalid value 1001 for parameter 'max_results' supplied:  Hint: Value was of type 'int'."
      })
  void theFirstFieldThatIsMissingOrWrongIsNamed(String json, String message) {
    assertThatThrownBy(() -> check(json))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage(message + " See the API docs for more information about request parameters.");
  }

  @Test
  void numbersMayBeTexts() {
    check("{\"name\": \"a\", \"start_time\": \"12\", \"value\": \"NaN\", \"max_results\": 3.0}");

    assertThat(Kind.whole(Json.tree("12"))).contains(12L);
    assertThat(Kind.number("-inf")).contains(Double.NEGATIVE_INFINITY);
  }

  @Test
  void aListHasALimit() {
    String tags = "{\"key\": \"a\"}, ".repeat(1_000) + "{\"key\": \"a\"}";

    assertThatThrownBy(() -> check("{\"name\": \"a\", \"tags\": [" + tags + "]}"))
        .hasMessage("'tags' has at most 1000 elements, not 1001.");
  }

  @Test
  void nullCountsAsMissing() {
    check("{\"name\": \"a\", \"start_time\": null, \"tags\": null}");
  }

  @Test
  void aChoiceIsANameOrANumberAndAnUnknownNameIsMissing() {
    Kind.Choice status = Kind.Choice.of("RUNNING", "FINISHED");

    assertThat(status.name(Json.tree(2))).contains("FINISHED");
    assertThat(status.name(Json.tree("RUNNING"))).contains("RUNNING");
    assertThat(status.name(Json.tree("bogus"))).isEmpty();
    assertThat(status.accepts(Json.tree(9))).isFalse();
  }

  @Test
  void aFieldMayBeSpelledInCamelCaseButNotBothWays() {
    ObjectNode named = MESSAGE.named(Json.parse("{\"name\": \"a\", \"startTime\": 5}"));

    assertThat(named.path("start_time").asLong()).isEqualTo(5);
    assertThatThrownBy(() -> MESSAGE.named(Json.parse("{\"startTime\": 5, \"start_time\": 5}")))
        .hasMessage(
            "Request specifies both 'start_time' and 'startTime'; provide only one of them.");
  }
}
