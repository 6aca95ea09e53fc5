package dev.lazuli.endpoints.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Fanout;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.TestModels;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.models.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringWorkTest {
  private final ScoringWork price = new ScoringWork(ServedModel.of(TestModels.price()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"input_data": {"columns": ["carat","cut","depth"], "index": [0,1], "data": [[0.5,"Ideal",61],[2,"Fair",50]]}} | [111.0, 200.0]
          {"input_data": {"columns": ["carat","cut","depth"], "data": [[0.5,"Ideal",61]]}}       | [111.0]
          {"input_data": {"data": [[61,"Ideal",0.5]], "columns": ["depth","cut","carat"]}}       | [111.0]
          {"input_data": {"columns": ["cut","carat"], "data": [["Ideal",0.5]]}}                  | [110.0]
          {"input_data": {"columns": ["shop","carat","cut"], "data": [[{"a":[1]},0.5,"Ideal"]]}} | [110.0]
          {"input_data": [[0.5,"Ideal",61],[2,"Fair",50]]}                                       | [111.0, 200.0]
          {"input_data": {"carat": [0.5,2], "cut": ["Ideal","Fair"]}}                            | [110.0, 200.0]
          {"input_data": {"depth": [61], "carat": [0.5], "cut": ["Ideal"], "shop": ["x"]}}       | [111.0]
          {"data": [{"carat": 0.5, "cut": "Ideal", "depth": 61}]}                                | {"result": [111.0]}
          {"data": [[0.5,"Ideal",61],[2,"Fair",50]], "method": "predict"}                        | {"result": [111.0, 200.0]}
          {"Inputs": {"data": [{"cut": "Ideal", "carat": 0.5}]}, "GlobalParameters": {"method": "predict"}} | {"Results": [110.0]}
          {"Inputs": {"WebServiceInput0": [{"cut": "Ideal", "carat": 0.5}]}}                     | {"Results": [110.0]}
          {"GlobalParameters": 1.0, "Inputs": [{"cut": "Ideal", "carat": 0.5}]}                  | {"Results": [110.0]}
          {"dataframe_split": {"columns": ["carat","cut"], "data": [[0.5,"Ideal"]]}}             | {"predictions": [110.0]}
          {"dataframe_records": [{"carat": 0.5, "cut": "Ideal"}, {"cut": "Fair", "carat": 3}]}   | {"predictions": [110.0, 200.0]}
          {"inputs": {"carat": [0.5], "cut": ["Ideal"]}}                                         | {"predictions": [110.0]}
          {"inputs": [[0.5,"Ideal",null]]}                                                       | {"predictions": [110.0]}
          {"signature_name": "x", "instances": [{"carat": 0.5, "cut": "Ideal"}]}                 | {"predictions": [110.0]}
          {"instances": [[0.5, "Ideal", 61]]}                                                    | {"predictions": [111.0]}
          {"data": []}                                                                           | {"result": []}
          """)
  void everyFormOfRowsHasItsAnswer(String body, String answer) {
    assertThat(score(price, body)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [[null, "Ideal", 61]]     | [111.0]
          [[0.5, null, 61]]         | [101.0]
          [[0.5, "Unheard of", 61]] | [101.0]
          [["0.5", "Ideal", "61"]]  | [111.0]
          [[NaN, "Ideal", NaN]]     | [110.0]
          [[1e999, "Ideal", "NA"]]  | [110.0]
          [[1e300, "Ideal", 61]]    | [211.0]
          """)
  void missingAndUnknownValuesAreTakenAsTheModelWasTaught(String rows, String answer) {
    assertThat(score(price, "{\"input_data\": " + rows + "}")).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"input_data": {"columns": ["karat","cut"], "data": [[1,"Fair"]]}}  | column 'carat' is missing; the model needs 'carat', 'cut'
          {"input_data": {"columns": ["carat","carat","cut"], "data": []}}    | column 'carat' is given twice
          {"input_data": {"columns": ["carat",7], "data": []}}                | column 2 is not a string
          {"input_data": {"columns": ["carat","cut"]}}                        | the table has no 'data'
          {"input_data": {}}                                                  | the table has no 'data'
          {"input_data": 7}                                                   | 'input_data' must be a split table
          {"input_data": [[1,"Fair"]]}                                        | row 1: has 2 values, expected 3
          {"input_data": [[1,"Fair",60],[1,"Fair",60,5]]}                     | row 2: has 4 values, expected 3
          {"input_data": [{"carat": 1}]}                                      | row 1: is an object
          {"input_data": [5]}                                                 | row 1: is no list of values
          {"input_data": [["big","Fair",60]]}                                 | row 1: column 'carat' expects a number, not 'big'
          {"input_data": [[1,"Fair",60],[[1],"Fair",60]]}                     | row 2: column 'carat' is a list or an object
          {"input_data": [[true,"Fair",60]]}                                  | row 1: column 'carat' expects a number, not 'true'
          {"input_data": {"carat": [1,2], "cut": ["Fair"]}}                   | column 'cut' has 1 values, the columns before it 2
          {"input_data": {"carat": 1, "cut": "Fair"}}                         | column 'carat' must be a list of values
          {"data": [{"cut": "Fair", "carat": 1},{"cut": "Fair"}]}             | row 2: column 'carat' is missing
          {"data": "x"}                                                       | 'data' must be a list of rows
          {"Inputs": {"a": [], "b": []}}                                      | 'Inputs' must be an object with one list
          {"Inputs": {}}                                                      | 'Inputs' must be an object with one list
          {"instances": {"carat": 1}}                                         | 'instances' must be a list of records
          {"dataframe_split": []}                                             | 'dataframe_split' must be an object
          {"data": [], "instances": []}                                       | the body has 'data' and 'instances'; give one
          {"rows": []}                                                        | the body has no rows: expected the key 'input_data'
          {"data": [], "method": "predict_proba"}                             | a regression model has no probabilities
          {"data": [], "method": "guess"}                                     | expected 'predict' or 'predict_proba'
          []                                                                  | POST body should be a JSON dictionary.
          "text"                                                              | POST body should be a JSON dictionary.
          {"data": [                                                          | POST body could not be decoded as JSON
          carat,cut                                                           | POST body could not be decoded as JSON
          {"data": []} {}                                                     | text after its end
          """)
  void aBodyThatDoesNotFitIsRefusedWithTheReason(String body, String reason) {
    assertThatThrownBy(() -> score(price, body))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining(reason);
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertThatThrownBy(() -> score(price, ""))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage("POST body is empty. Expecting a JSON dictionary.");
  }

  @Test
  void aDeepBodyIsRefused() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThatThrownBy(() -> score(price, "{\"data\": %s}".formatted(deep)))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("row 1: column 'carat' is a list");
    assertThatThrownBy(() -> score(price, "{\"other\": %s, \"data\": []}".formatted(deep)))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("POST body could not be decoded as JSON");
  }

  @Test
  void tenThousandRowsAreScoredAtOnce() {
    String rows =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "[%d, \"Ideal\", 50]".formatted(i % 3))
            .collect(Collectors.joining(",", "{\"input_data\": [", "]}"));

    String expected =
        IntStream.range(0, 10_000)
            .mapToObj(i -> i % 3 < 2 ? "110.0" : "210.0")
            .collect(Collectors.joining(", ", "[", "]"));

    assertThat(score(price, rows)).isEqualTo(expected);
    assertThat(score(price, "{\"input_data\": [[1, \"Fair\", 50]]}")).isEqualTo("[100.0]");
  }

  @Test
  void aBodyThatTakesTooLongIsGivenUp() {
    String rows =
        IntStream.range(0, 1_000)
            .mapToObj(_ -> "[1, \"Ideal\", 50]")
            .collect(Collectors.joining(",", "{\"input_data\": [", "]}"));

    assertThatThrownBy(
            () -> price.score(rows.getBytes(StandardCharsets.UTF_8), System.nanoTime() - 1))
        .isInstanceOf(Problem.LimitReached.class)
        .hasMessageContaining("time-out");
  }

  @Test
  void classesAreAnsweredByTheirLabelsOrProbabilities() {
    String rows = "[{\"carat\": 2, \"cut\": \"Fair\"}, {\"carat\": 1, \"cut\": \"Fair\"}]";
    ScoringWork yesOrNo = new ScoringWork(ServedModel.of(TestModels.yesOrNo()));

    assertThat(score(yesOrNo, "{\"data\": %s}".formatted(rows)))
        .isEqualTo("{\"result\": [\"yes\", \"no\"]}");
    assertThat(
            score(
                new ScoringWork(ServedModel.of(TestModels.threeOrSeven())),
                "{\"data\": %s}".formatted(rows)))
        .isEqualTo("{\"result\": [7, 3]}");
    assertThat(
            score(
                yesOrNo,
                "{\"Inputs\": {\"data\": %s}, \"GlobalParameters\": {\"method\": \"predict_proba\"}}"
                    .formatted(rows)))
        .matches(
            "\\{\"Results\": \\[\\[2\\.06\\S+E-9, 0\\.9999\\S+], \\[0\\.9999\\S+, 2\\.06\\S+]]}");
    assertThat(
            score(
                yesOrNo,
                "{\"input_data\": [[2, \"Fair\", 1]], \"params\": {\"method\": \"predict_proba\"}}"))
        .startsWith("[[2.06");
  }

  @Test
  void manyThreadsGetTheAnswersOfTheirOwnRows() throws InterruptedException {
    TabularModel model = TestModels.price();
    ModelScorer scorer = ModelScorer.of(ServedModel.of(model));

    var answers =
        Fanout.all(
            IntStream.range(0, 200)
                .<Callable<String>>mapToObj(i ->
                    () -> {
                      String body = "{\"input_data\": [[%d, \"Fair\", 50]]}".formatted(i % 2 * 2);
                      return new String(
                          scorer.score(
                              body.getBytes(StandardCharsets.UTF_8),
                              System.nanoTime() + 30_000_000_000L),
                          StandardCharsets.UTF_8);
                    })
                .toList(),
            100);

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).isEqualTo(i % 2 == 0 ? "[100.0]" : "[200.0]");
    }
  }

  private static String score(ScoringWork work, String body) {
    byte[] answer =
        work.score(body.getBytes(StandardCharsets.UTF_8), System.nanoTime() + 30_000_000_000L);
    return new String(answer, StandardCharsets.UTF_8);
  }
}
