package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.onnx.OnnxExport;
import dev.lazuli.ml.prepare.ColumnPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a search may make when its model has to be written as ONNX.
class OnnxRuleTest {
  private static final Learners ONNX = Learners.all().withOnnxOnly(true);

  static Stream<Algorithm> compatible() {
    return Arrays.stream(Algorithm.values()).filter(one -> one.onnxObstacle().isEmpty());
  }

  @Test
  void onlyNeighborsAreLeftOut() {
    for (Task task : Task.values()) {
      AutoMlSettings settings = settings(task);
      Set<Algorithm> all = Algorithm.chosen(settings);
      Set<Algorithm> left = Algorithm.chosen(settings.withLearners(ONNX));

      assertThat(all).contains(Algorithm.KNN);
      all.remove(Algorithm.KNN);
      assertThat(left).isEqualTo(all);
    }
  }

  @Test
  void anAlgorithmThatCannotBeExportedIsRefusedWithItsReason() {
    AutoMlSettings settings =
        settings(Task.REGRESSION).withLearners(ONNX.withAllowed(List.of("KNN")));

    assertThatThrownBy(() -> Algorithm.chosen(settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "no algorithm is left that can be written as ONNX: KNN keeps training rows, which ONNX "
                + "cannot search");
  }

  @ParameterizedTest
  @MethodSource("compatible")
  void modelsOfEveryCompatibleAlgorithmAreExported(Algorithm algorithm) {
    Task task = algorithm.suits(Task.CLASSIFICATION) ? Task.CLASSIFICATION : Task.REGRESSION;

    AutoMlResult result =
        AutoMl.run(
            table(task, 120),
            settings(task)
                .withLearners(ONNX.withAllowed(List.of(algorithm.azureName())))
                .withFolds(2)
                .withMaxTrials(1));

    assertThat(result.model().members().getFirst().name()).isEqualTo(algorithm.azureName());
    assertThat(OnnxExport.bytes(result.model())).isNotEmpty();
  }

  @Test
  void stacksAndCorrectedProbabilitiesAreExported() {
    AutoMlSettings settings =
        settings(Task.CLASSIFICATION).withLearners(ONNX).withFolds(2).withMaxTrials(5);

    AutoMlResult result =
        AutoMl.run(
            table(Task.CLASSIFICATION, 400),
            settings
                .withMetric("f1_score_macro")
                .withEnsembles(settings.ensembles().withVote(false).withStack(true)));

    assertThat(result.leaderboard().trials())
        .extracting(TrialResult::algorithm)
        .contains(Stacker.STACK);
    assertThat(OnnxExport.bytes(result.model())).isNotEmpty();
  }

  @Test
  void columnsThatOnnxCannotPrepareAreLeftOutWithTheReason() {
    AutoMlResult result =
        AutoMl.run(
            MixedTables.withTarget("sold", 400, 1).without(List.of("size", "rooms", "city")),
            AutoMlSettings.classification("sold")
                .withPurposes(Map.of("about", ColumnPurpose.TEXT))
                .withLearners(ONNX)
                .withFolds(2)
                .withMaxTrials(2));

    assertThat(result.leaderboard().notes())
        .contains(
            "column 'about' is free text with hashed words, which ONNX's operators cannot do; it "
                + "is left out");
    assertThat(result.model().signature().place("about")).isEmpty();
    assertThat(result.model().signature().place("built")).hasValue(1);
    assertThat(OnnxExport.obstacles(result.model())).isEmpty();
  }

  @Test
  void theModelFolderNamesTheFlavorThatMlflowReads(@TempDir Path folder) throws IOException {
    AutoMlResult result =
        AutoMl.run(
            table(Task.REGRESSION, 60),
            settings(Task.REGRESSION).withLearners(ONNX).withFolds(2).withMaxTrials(1));

    OnnxExport.saveFolder(result.model(), folder, ModelStamp.of("0".repeat(32), Instant.EPOCH));

    assertThat(Files.readAllBytes(folder.resolve("model.onnx")))
        .isEqualTo(OnnxExport.bytes(result.model()));
    assertThat(Files.readString(folder.resolve("MLmodel")))
        .contains(
            """
              onnx: {"code":null,"data":"model.onnx","onnx_session_options":null,\
            "onnx_version":"1.11.0","providers":["CPUExecutionProvider"]}
              python_function:
            """
                .indent(0));
  }

  private static Frame table(Task task, int rows) {
    return MixedTables.withTarget(task == Task.REGRESSION ? "price" : "kind", rows, 1);
  }

  private static AutoMlSettings settings(Task task) {
    return task == Task.REGRESSION
        ? AutoMlSettings.regression("price")
        : AutoMlSettings.classification("kind");
  }
}
