package dev.lazuli.endpoints.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.TestModels;
import dev.lazuli.models.ServedModel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeriesScorerTest {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private ModelScorer scorer = ModelScorer.of(ServedModel.of(TestModels.price()));

  @BeforeAll
  void load() {
    scorer = ModelScorer.of(new ServedModel.Series(TestModels.sales()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"input_data": {"columns": ["day", "shop"], "data": [["2026-03-02", 1], ["2026-03-03", 2]]}}
        """,
        """
        {"input_data": {"data": [[2, "2026-03-02T00:00:00", 7], ["1", "2026-03-03 00:00:00", 8]],
         "columns": ["shop", "day", "weather"], "index": [0, 1]}}
        """,
        """
        {"input_data": [["2026-03-02", 1, null], ["2026-03-03", 2, null]]}
        """,
        """
        {"input_data": {"day": ["2026-03-02", "2026-03-03"], "shop": [1, 2]}}
        """
      })
  void everyShapeOfATableIsRead(String body) {
    assertThat(score(body)).isIn("[60.0,122.0]", "[120.0,61.0]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataframe_split\": {\"columns\": [\"day\", \"shop\"], \"data\": [[\"2026-03-02\", 1]]}}",
        "{\"dataframe_records\": [{\"day\": \"2026-03-02\", \"shop\": 1}]}",
        "{\"instances\": [{\"day\": \"2026-03-02\", \"shop\": 1}]}",
        "{\"inputs\": {\"day\": [\"2026-03-02\"], \"shop\": [1]}}"
      })
  void mlflowsFormsAnswerPredictions(String body) {
    assertThat(score(body)).isEqualTo("{\"predictions\":[60.0]}");
  }

  @Test
  void dataAnswersForecastsWithTheirTimesAndIds() {
    String body =
        """
        {"data": [{"day": "2026-03-02T00:00:00.000Z", "shop": 2},
                  {"day": 1772496000000, "shop": 1}]}
        """;

    assertThat(score(body.replace("1772496000000", "\"2026-03-03T00:00:00.000Z\"")))
        .isEqualTo(
            "{\"forecast\":[120.0,61.0],\"index\":[{\"day\":1772409600000,\"shop\":2},"
                + "{\"day\":1772496000000,\"shop\":1}]}");
  }

  @Test
  void inputsAnswerAnIntervalAsAzuresScriptDoes() {
    String body =
        """
        {"Inputs": {"data": [{"day": "2026-03-02", "shop": 1}]},
         "GlobalParameters": {"quantiles": [0.1, 0.9]}}
        """;

    assertThat(score(body))
        .isEqualTo(
            "{\"Results\":{\"forecast\":[60.0],\"index\":[{\"day\":1772409600000,\"shop\":1}],"
                + "\"prediction_interval\":[\"[60.0, 60.0]\"]}}");
    assertThat(score(body.replace("\"quantiles\": [0.1, 0.9]", "")))
        .contains("\"prediction_interval\":[\"[60.0, 60.0]\"]");
  }

  @Test
  void quantilesComeOnDemand() {
    String body =
        "{\"input_data\": [[\"2026-03-02\", 1, null]], \"params\": {\"quantiles\": \"0.1,0.9\"}}";

    assertThat(score(body))
        .isEqualTo("[{\"prediction\":60.0,\"quantile_0.1\":60.0,\"quantile_0.9\":60.0}]");
    assertThat(score(body.replace("input_data", "data")))
        .contains("\"quantiles\":{\"0.1\":[60.0],\"0.9\":[60.0]}");
  }

  @Test
  void knownValuesAreLearntFirst() {
    String body =
        """
        {"data": [{"day": "2026-03-02", "shop": 1, "y_query": 119},
                  {"day": "2026-03-03", "shop": 1, "y_query": null}]}
        """;

    assertThat(score(body)).startsWith("{\"forecast\":[119.0,120.9");
    assertThat(score(body.replace("y_query", "sold"))).startsWith("{\"forecast\":[119.0,120.9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\": [{\"shop\": 1}]} | column 'day' is missing",
        "{\"data\": [{\"day\": \"2026-03-02\", \"shop\": 3}]} | row 1 is of series '3'",
        "{\"data\": [{\"day\": \"2026-01-02\", \"shop\": 1}]} | is not after the end of 1",
        "{\"data\": [{\"day\": \"soon\", \"shop\": 1}]} | expects a time such as 2026-01-31T12:00:00, not 'soon'",
        "{\"data\": [{\"day\": null, \"shop\": 1}]} | row 1 has no time",
        "{\"data\": [{\"day\": \"2026-03-02\", \"shop\": null}]} | row 1 is of series ''",
        "{\"data\": [{\"day\": \"2026-03-02\", \"shop\": 1, \"sold\": \"x\"}]} | expects a number",
        "{\"data\": [1]} | row 1: is no list of values",
        "{\"data\": [[1]]} | row 1: has 1 values, expected 3",
        "{\"data\": 1} | must be a split table",
        "{\"data\": [], \"inputs\": []} | the body has 'data' and 'inputs'",
        "{\"rows\": []} | the body has no rows",
        "[] | should be a JSON dictionary",
        "{ | could not be decoded as JSON",
        "{\"data\": [], \"method\": \"predict_proba\"} | a forecast has quantiles",
        "{\"data\": [], \"params\": {\"quantiles\": \"a\"}} | levels such as",
        "{\"data\": [[\"2026-03-02\", 1, null]], \"params\": {\"quantiles\": [2]}} | not in (0, 1)"
      })
  void whatDoesNotFitIsRefusedWithItsReason(String body, String reason) {
    assertThatThrownBy(() -> score(body))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aForecastThatTakesTooLongIsGivenUp() {
    byte[] body = "{\"data\": [[\"2026-03-02\", 1, null]]}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> scorer.score(body, System.nanoTime() - 1))
        .isInstanceOf(Problem.LimitReached.class);
  }

  private String score(String body) {
    byte[] answer =
        scorer.score(body.getBytes(StandardCharsets.UTF_8), System.nanoTime() + MINUTE_NANOS);
    return new String(answer, StandardCharsets.UTF_8);
  }
}
