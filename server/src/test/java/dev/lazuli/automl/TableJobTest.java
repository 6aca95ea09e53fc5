package dev.lazuli.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.automl.Ensembles;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.prepare.Imputation;
import dev.lazuli.schema.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class TableJobTest {
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
    TableJob spec = parse(recorded());

    assertThat(spec.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(spec.search().target()).isEqualTo("y");
    assertThat(spec.tables().get("trainingData")).isEqualTo("azureml:bank:1");
    assertThat(spec.metric().azureName()).isEqualTo("AUC_weighted");
    assertThat(spec.search().limits().trialsMax()).isEqualTo(5);
    assertThat(spec.search().limits().timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(spec.search().folds().number()).isEqualTo(5);
    assertThat(spec.search().learners().blocked()).containsExactly("XGBoostClassifier");
    assertThat(spec.remarks()).isEmpty();
  }

  @Test
  void theLeastThatIsNeededHasAzuresDefaults() {
    TableJob spec =
        parse(
            (ObjectNode)
                Json.parse(
                    """
                    {"taskDetails":{"taskType":"regression","targetColumnName":"price",
                     "trainingData":{"uri":"data.csv"}}}
                    """));

    assertThat(spec.task()).isEqualTo(Task.REGRESSION);
    assertThat(spec.search().limits().timeout()).isEqualTo(Duration.ofHours(6));
    assertThat(spec.search().folds()).isEqualTo(Chosen.UNSAID);
    assertThat(spec.search().learners().ensembles()).isEqualTo(Ensembles.defaults());
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

    TableJob spec = parse(json);

    assertThat(spec.search().learners().ensembles())
        .isEqualTo(
            Ensembles.defaults()
                .withStack(true)
                .withMetaLearner(Ensembles.MetaLearner.BOOSTING, 0.5));
    assertThat(spec.search().learners().onnx()).isTrue();
    assertThat(spec.search().learners().explain()).isTrue();
    assertThat(spec.positiveLabel()).isEqualTo("yes");
    FeatureSettings features = spec.search().features();
    assertThat(features.off()).isFalse();
    assertThat(features.columnTypes()).isEqualTo(Map.of("age", "Categorical"));
    assertThat(features.dropped()).containsExactly("id");
    assertThat(features.blocked()).containsExactly("OneHotEncoder");
    assertThat(features.imputations())
        .isEqualTo(Map.of("size", Imputation.of("constant", 3), "*", Imputation.of("median", 0)));
  }

  @Test
  void splitColumnsAreRead() {
    ObjectNode json = with("cvSplitColumnNames", "[\"cv1\",\"cv2\"]");
    ((ObjectNode) json.path("taskDetails")).remove("nCrossValidations");

    assertThat(parse(json).search().splitColumns()).isEqualTo(List.of("cv1", "cv2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          targetColumnName         | ""            | taskDetails.targetColumnName '' is not valid
          trainingData             | null          | taskDetails.trainingData is missing
          primaryMetric            | "best"        | taskDetails.primaryMetric 'best' is not valid
          limitSettings.maxTrials  | 0.5           | taskDetails.limitSettings.maxTrials '0.5' is not
          limitSettings.timeout    | "30 minutes"  | taskDetails.limitSettings.timeout '30 minutes'
          limitSettings.trials     | 5             | unknown key 'taskDetails.limitSettings.trials'; d
          nCrossValidations.value  | 1             | taskDetails.nCrossValidations.value '1' is not
          validationDataSize       | 1.5           | taskDetails.validationDataSize '1.5' is not valid
          validationDataSize       | 0.2           | give one of taskDetails.nCrossValidations, taskDe
          cvSplitColumnNames       | ["a"]         | give one of taskDetails.nCrossValidations, taskDe
          featurizationSettings.datasetLanguage | "english" | taskDetails.featurizationSettings.datasetL
          featurizationSettings.blockedTransformers | ["Magic"] | taskDetails.featurizationSettings.blo
          trainingSettings.allowedTrainingAlgorithms | ["Magic"] | taskDetails.trainingSettings.allowed
          traningData              | {}            | unknown key 'taskDetails.traningData'; did you me
          """)
  void aMistakeIsToldWithItsPlace(String field, String value, String message) {
    ObjectNode spec = with(field, value);

    assertThatThrownBy(() -> parse(spec))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          taskType                            | "ImageObjectDetection" | taskDetails.taskType 'Ima
          taskType                            | "TextNER"      | taskDetails.taskType 'TextNER'
          featurizationSettings.datasetLanguage | "jpn"        | taskDetails.featurizationSettings.dat
          featurizationSettings.enableDnnFeaturization | true  | taskDetails.featurizationSettings.ena
          trainingSettings.enableDnnTraining  | true           | taskDetails.trainingSettings.enableDnn
          limitSettings.sweepTrials           | 3              | taskDetails.limitSettings.sweepTrials
          """)
  void whatIsMissingHereIsRefusedByName(String field, String value, String message) {
    ObjectNode spec = with(field, value);

    assertThatThrownBy(() -> parse(spec))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageStartingWith(message);
  }

  private static TableJob parse(ObjectNode properties) {
    ObjectNode body = Json.object();
    body.set("properties", properties);
    return (TableJob) Wire.read(AutoMlDocument.CODEC, body);
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

    assertThatThrownBy(() -> parse(spec))
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
