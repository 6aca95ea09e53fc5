package dev.lazuli.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.jobs.spec.JobDocument;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Document;
import dev.lazuli.schema.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoMlDocumentTest {
  private static final Description<JobDocument> JOBS =
      JobDocument.form(SpecKind.codec(List.of(AutoMlWork.KIND)));

  @TempDir Path folder;

  private JobDocument yaml(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yml"), text);
    Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    return Document.read(file).as(JOBS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        type: automl
        task: classification
        name: j1
        compute: azureml:cpu
        identity: {type: user_identity}
        primary_metric: auc_weighted
        target_column_name: y
        positive_label: "007"
        training_data: {type: uri_file, path: rows.csv, mode: ro_mount}
        n_cross_validations: auto
        limits: {timeout_minutes: 1.5, exit_score: 0.9}
        featurization:
          mode: custom
          column_name_and_types: {my_Col: Categorical}
          transformer_params:
            imputer: [{fields: [a], parameters: {strategy: constant, fill_value: 3}}]
          blocked_transformers: [tf_idf]
        training:
          blocked_training_algorithms: [xg_boost_classifier, knn]
          stack_ensemble_settings: {stack_meta_learner_type: light_gbm_classifier}
        outputs: {best_model: {type: mlflow_model}}
        resources: {instance_count: 2, properties: {any: {thing: [1]}}}
        queue_settings: {job_tier: spot}
        """,
        """
        type: automl
        task: forecasting
        name: j2
        target_column_name: sold
        training_data: {type: uri_file, path: rows.csv}
        forecasting:
          time_column_name: day
          forecast_horizon: 14
          seasonality: auto
          target_lags: [1, 7]
          time_series_id_column_names: shop
          use_stl: season_trend
        """
      })
  void aJobIsPrintedAsItWasWrittenAndTakenBack(String text) throws IOException {
    JobDocument job = yaml(text);
    var wire = Wire.write(JOBS, job);
    wire.put("id", "/subscriptions/s/resourceGroups/g/p/q/workspaces/w/jobs/" + job.name());
    wire.withObject("/properties").put("status", "Completed");

    var printed = JOBS.printed(wire);

    assertThat(yaml(Json.yaml(printed))).isEqualTo(job);
    assertThat(Wire.read(JOBS, wire)).isEqualTo(job);
    assertThat(printed.path("status").asString()).isEqualTo("Completed");
  }

  @Test
  void aForecastIsShownAsItsYaml() throws IOException {
    JobDocument job =
        yaml(
            """
            type: automl
            task: forecasting
            target_column_name: sold
            training_data: {path: rows.csv}
            forecasting: {time_column_name: day, forecast_horizon: 14, seasonality: auto,
              target_lags: 7}
            """);

    assertThat(JOBS.printed(Wire.write(JOBS, job)).path("forecasting"))
        .isEqualTo(
            Json.parse(
                """
                {"time_column_name": "day", "forecast_horizon": 14, "seasonality": "auto",
                 "target_lags": [7]}
                """));
  }

  @Test
  void allFaultsOfAJobAreToldAtOnce() {
    assertThatThrownBy(() ->
            yaml(
                """
                type: automl
                task: regression
                targe_column_name: price
                training_data: {path: none.csv}
                resources: {instance_coun: 2}
                limits: {max_trials: many}
                """))
        .hasMessageContaining(
            "job.yml:3:20: unknown key 'targe_column_name'; did you mean 'target_column_name'?")
        .hasMessageContaining("job.yml:4:23: training_data.path 'none.csv' does not exist")
        .hasMessageContaining(
            "job.yml:5:28: unknown key 'resources.instance_coun'; did you mean"
                + " 'resources.instance_count'?")
        .hasMessageContaining("job.yml:6:22: limits.max_trials 'many' is not valid")
        .hasMessageNotContaining("is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          taskDetails.limitSettings.maxTrials '-1' is not valid | limits.max_trials '-1' is not valid
          taskDetails.limitSettings.trialTimeout 'x' | limits.trial_timeout_minutes 'x'
          taskDetails.nCrossValidations.value '1' | n_cross_validations '1'
          taskDetails.featurizationSettings.columnNameAndTypes.myCol | featurization.column_name_and_types.myCol
          taskDetails.trainingData.uri 'x': no data asset | training_data.path 'x': no data asset
          no column 'taskDetails.validationDataX' | no column 'taskDetails.validationDataX'
          """)
  void whatTheServerSaysIsToldInTheWordsOfTheFile(String wire, String yaml) {
    assertThat(Wire.inYaml(JOBS, wire)).isEqualTo(yaml);
  }
}
