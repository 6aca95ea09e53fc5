package dev.lazuli.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.automl.Ensembles;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.prepare.Imputation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class TaskDetailsTest {
  private static final String RECORDED =
      """
      {"taskDetails":{"taskType":"Classification","targetColumnName":"y",
       "trainingData":{"jobInputType":"mltable","uri":"azureml:bank:1"},
       "nCrossValidations":{"mode":"Custom","value":5},"primaryMetric":"AUCWeighted",
       "logVerbosity":"Info","featurizationSettings":{"mode":"auto","transformerParams":{}},
       "limitSettings":{"maxTrials":5,"maxConcurrentTrials":1,"timeout":"PT30M",
         "trialTimeout":"PT5M","enableEarlyTermination":true,"sweepConcurrentTrials":0,
         "sweepTrials":0},
       "trainingSettings":{"enableStackEnsemble":false,
         "blockedTrainingAlgorithms":["XGBoostClassifier"],"allowedTrainingAlgorithms":null,
         "enableModelExplainability":true}}}
      """;

  @Test
  void whatTheSdkSendsIsRead() {
    AutoMlSpec spec = TaskDetails.parse(recorded());

    assertThat(spec.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(spec.target()).isEqualTo("y");
    assertThat(spec.tables().training()).isEqualTo("azureml:bank:1");
    assertThat(spec.primaryMetric()).isEqualTo("AUC_weighted");
    assertThat(spec.limits().trialsMax()).isEqualTo(5);
    assertThat(spec.limits().timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(spec.validation()).isEqualTo(new AutoMlSpec.Validation.Folds(5));
    assertThat(spec.learners().blocked()).containsExactly("XGBoostClassifier");
    assertThat(spec.remarks()).isEmpty();
  }

  @Test
  void theLeastThatIsNeededHasAzuresDefaults() {
    AutoMlSpec spec =
        TaskDetails.parse(
            (ObjectNode)
                Json.parse(
                    """
                    {"taskDetails":{"taskType":"regression","targetColumnName":"price",
                     "trainingData":{"uri":"data.csv"}}}
                    """));

    assertThat(spec.task()).isEqualTo(Task.REGRESSION);
    assertThat(spec.limits().timeout()).isEqualTo(Duration.ofHours(6));
    assertThat(spec.validation()).isEqualTo(new AutoMlSpec.Validation.Automatic());
    assertThat(spec.learners().ensembles()).isEqualTo(Ensembles.defaults());
  }

  @Test
  void everyOptionOfTheTrainingAndTheFeaturesIsRead() {
    ObjectNode json = with("trainingSettings.enableStackEnsemble", "true");
    ObjectNode details = (ObjectNode) json.path("taskDetails");
    ObjectNode training = (ObjectNode) details.path("trainingSettings");
    training.set(
        "stackEnsembleSettings",
        Json.parse(
            """
            {"stackMetaLearnerType":"LightGBMClassifier","stackMetaLearnerTrainPercentage":0.5}
            """));
    training.put("enableOnnxCompatibleModels", true);
    details.put("positiveLabel", "yes");
    details.set(
        "featurizationSettings",
        Json.parse(
            """
            {"mode":"custom","columnNameAndTypes":{"age":"Categorical"},"dropColumns":["id"],
             "blockedTransformers":["OneHotEncoder"],"datasetLanguage":"deu",
             "transformerParams":{"imputer":[
               {"fields":["size"],"parameters":{"strategy":"constant","fill_value":3}},
               {"fields":[],"parameters":{"strategy":"median"}}]}}
            """));

    AutoMlSpec spec = TaskDetails.parse(json);

    assertThat(spec.learners().ensembles())
        .isEqualTo(
            Ensembles.defaults()
                .withStack(true)
                .withMetaLearner(Ensembles.MetaLearner.BOOSTING, 0.5));
    assertThat(spec.learners().onnx()).isTrue();
    assertThat(spec.learners().explain()).isTrue();
    assertThat(spec.positiveLabel()).isEqualTo("yes");
    assertThat(spec.features())
        .isEqualTo(
            new AutoMlSpec.Features(
                false,
                Map.of("age", "Categorical"),
                List.of("id"),
                List.of("OneHotEncoder"),
                Map.of("size", Imputation.of("constant", 3), "*", Imputation.of("median", 0))));
  }

  @Test
  void splitColumnsAreRead() {
    ObjectNode json = with("cvSplitColumnNames", "[\"cv1\",\"cv2\"]");
    ((ObjectNode) json.path("taskDetails")).remove("nCrossValidations");

    assertThat(TaskDetails.parse(json).validation())
        .isEqualTo(new AutoMlSpec.Validation.Columns(List.of("cv1", "cv2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          targetColumnName         | ""            | taskDetails.targetColumnName is missing
          trainingData             | null          | taskDetails.trainingData is missing
          primaryMetric            | "best"        | taskDetails.primaryMetric 'best' is not valid
          limitSettings.maxTrials  | 0.5           | taskDetails.limitSettings.maxTrials '0.5' is not
          limitSettings.timeout    | "30 minutes"  | taskDetails.limitSettings.timeout '30 minutes'
          limitSettings.trials     | 5             | taskDetails.limitSettings.trials is not known
          nCrossValidations.value  | 1             | taskDetails.nCrossValidations.value '1' is not
          validationDataSize       | 1.5           | taskDetails.validationDataSize '1.5' is not valid
          validationDataSize       | 0.2           | give one of nCrossValidations, validationData
          cvSplitColumnNames       | ["a"]         | give one of nCrossValidations, validationData
          featurizationSettings.datasetLanguage | "english" | taskDetails.featurizationSettings.datasetL
          featurizationSettings.blockedTransformers | ["Magic"] | taskDetails.featurizationSettings.blo
          trainingSettings.allowedTrainingAlgorithms | ["Magic"] | taskDetails.trainingSettings.allowed
          traningData              | {}            | taskDetails.traningData is not known here; known:
          """)
  void aMistakeIsToldWithItsPlace(String field, String value, String message) {
    ObjectNode spec = with(field, value);

    assertThatThrownBy(() -> TaskDetails.parse(spec))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          taskType                            | "Forecasting"  | taskDetails.taskType 'Forecasting'
          taskType                            | "TextNER"      | taskDetails.taskType 'TextNER'
          featurizationSettings.datasetLanguage | "jpn"        | taskDetails.featurizationSettings.dat
          featurizationSettings.enableDnnFeaturization | true  | taskDetails.featurizationSettings.ena
          trainingSettings.enableDnnTraining  | true           | taskDetails.trainingSettings.enableDnn
          limitSettings.sweepTrials           | 3              | taskDetails.limitSettings.sweepTrials
          """)
  void whatIsMissingHereIsRefusedByName(String field, String value, String message) {
    ObjectNode spec = with(field, value);

    assertThatThrownBy(() -> TaskDetails.parse(spec))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageStartingWith(message);
  }

  private static ObjectNode recorded() {
    return (ObjectNode) Json.parse(RECORDED);
  }

  @Test
  void fillingFromTheRowBeforeIsForSeriesAndTheMessageSaysSo() {
    ObjectNode spec =
        with(
            "featurizationSettings",
            """
            {"mode":"custom","transformerParams":{"imputer":[
              {"fields":["age"],"parameters":{"strategy":"ffill"}}]}}
            """);

    assertThatThrownBy(() -> TaskDetails.parse(spec))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("only forecasting has: expected mean, median, most_frequent or");
  }

  private static ObjectNode with(String field, String json) {
    ObjectNode spec = recorded();
    ObjectNode inner = (ObjectNode) spec.path("taskDetails");
    String[] parts = field.split("\\.", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      inner = (ObjectNode) inner.path(parts[i]);
    }
    inner.set(parts[parts.length - 1], Json.parse(json.strip()));
    return spec;
  }
}
