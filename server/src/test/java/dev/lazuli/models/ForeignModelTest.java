package dev.lazuli.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.tabular.ModelScorer;
import dev.lazuli.ml.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ForeignModelTest {
  private static final String BOOSTER =
      """
      tree
      num_tree_per_iteration=1
      max_feature_idx=1
      objective=%s
      feature_names=Column_0 Column_1
      Tree=0
      num_leaves=2
      split_feature=1
      threshold=1
      decision_type=10
      left_child=-1
      right_child=-2
      leaf_value=-2 3
      """;
  private static final String COLUMNS =
      """
      signature:
        inputs: '[{"type": "double", "name": "carat", "required": true}, {"type": "integer", "name": "depth", "required": false}]'
      """;

  @TempDir private Path folder;

  @Test
  void aBoosterAnswersNumbersByTheColumnsOfItsSignature() throws IOException {
    ServedModel.Rows model = load("regression", COLUMNS);

    assertThat(score(model, "{\"data\": [{\"depth\": 2, \"carat\": 0}, {\"carat\": 1}]}"))
        .isEqualTo("{\"result\": [3.0, -2.0]}");
  }

  @Test
  void aBinaryBoosterAnswersProbabilitiesAsItsPythonFunctionDoes() throws IOException {
    ServedModel.Rows model = load("binary sigmoid:1", "");

    assertThat(score(model, "{\"input_data\": [[0, 2]]}"))
        .isEqualTo("[%s]".formatted(1 / (1 + Math.exp(-3))));
  }

  @Test
  void aBoosterOfSeveralClassesAnswersTheProbabilityOfEach() throws IOException {
    String text =
        BOOSTER.formatted("multiclass num_class:2").replace("iteration=1", "iteration=2")
            + "Tree=1\nnum_leaves=1\nleaf_value=3\n";
    Files.writeString(folder.resolve("model.lgb"), text);
    Files.writeString(folder.resolve("MLmodel"), mlmodel(""));

    assertThat(score(ForeignModel.load(folder), "{\"input_data\": [[0, 2]]}"))
        .isEqualTo("[[0.5, 0.5]]");
  }

  @Test
  void theFileMustLieInTheFolder() throws IOException {
    Files.writeString(folder.resolve("MLmodel"), mlmodel("").replace("model.lgb", "../x"));

    assertThatThrownBy(() -> ForeignModel.load(folder))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the model's file '../x' is not there");
  }

  @Test
  void aSignatureOfOtherTypesIsRefused() {
    assertThatThrownBy(() -> load("regression", COLUMNS.replace("integer", "binary")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("column 'depth' has the type 'binary', which is not served");
    assertThatThrownBy(() -> load("regression", COLUMNS.replace("integer", "string")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("column 'depth' is string in the signature, the LightGBM model takes a number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sklearn\": {}, \"python_function\": {}} | loads no pickles",
        "{\"lightgbm\": {\"model_class\": \"lightgbm.sklearn.LGBMClassifier\"}} | a pickled lightgbm.sklearn.LGBMClassifier",
        "{\"catboost\": {\"save_format\": \"cbm\"}} | CatBoost's format 'cbm': log it with format=\"json\""
      })
  void whatWouldRunCodeIsRefusedByName(String flavors, String reason) {
    assertThatThrownBy(() -> ForeignModel.check("m", (ObjectNode) Json.parse(flavors)))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageContaining(reason);
  }

  private ServedModel.Rows load(String objective, String signature) throws IOException {
    Files.writeString(folder.resolve("model.lgb"), BOOSTER.formatted(objective));
    Files.writeString(folder.resolve("MLmodel"), mlmodel(signature));
    return ForeignModel.load(folder);
  }

  private static String mlmodel(String signature) {
    return """
    flavors:
      lightgbm:
        data: model.lgb
        model_class: lightgbm.basic.Booster
    """
        + signature;
  }

  private static String score(ServedModel.Rows model, String body) {
    byte[] answer =
        ModelScorer.of(model)
            .score(body.getBytes(StandardCharsets.UTF_8), System.nanoTime() + 10_000_000_000L);
    return new String(answer, StandardCharsets.UTF_8);
  }
}
