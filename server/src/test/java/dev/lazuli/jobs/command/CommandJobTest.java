package dev.lazuli.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Document;
import dev.lazuli.schema.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CommandJobTest {
  @TempDir private Path folder;

  private CommandJob yaml(String text) throws IOException {
    Files.writeString(folder.resolve("job.yml"), text);
    return Document.read(folder.resolve("job.yml")).as(CommandJob.DESCRIPTION);
  }

  private static CommandJob read(JsonNode properties) {
    ObjectNode body = Json.object();
    body.set("properties", properties);
    return Wire.read(CommandJob.DESCRIPTION, body);
  }

  @Test
  void yamlAndWireSayTheSame() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "a\n");
    Files.createDirectories(folder.resolve("src"));

    CommandJob job =
        yaml(
            """
            command: python train.py ${{inputs.rows}} ${{inputs.rate}} ${{outputs.model}}
            code: src
            environment: azureml:AzureML-sklearn-1.5@latest
            inputs:
              rows: {type: uri_file, path: rows.csv, mode: download}
              rate: 0.10
              base: {type: mlflow_model, path: "azureml:base:3"}
            outputs:
              model: {type: mlflow_model, name: churn}
              plain:
                type: uri_folder
            distribution: {type: pytorch, process_count_per_instance: 2}
            resources: {instance_count: 2}
            limits: {timeout: 90}
            """);

    assertThat(job.inputs())
        .containsEntry("rate", new JobInput.Literal("0.10"))
        .containsEntry(
            "rows",
            new JobInput.Files("uri_file", folder.resolve("rows.csv").toString(), "Download"));
    assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(job.distribution().count(job.placement().resources().instances())).isEqualTo(4);
    ObjectNode wire = Wire.write(CommandJob.DESCRIPTION, job);
    assertThat(wire.path("properties").path("limits").path("timeout").asString())
        .isEqualTo("PT1M30S");
    assertThat(Wire.read(CommandJob.DESCRIPTION, wire)).isEqualTo(job);
  }

  @Test
  void whatTheSdkSendsIsRead() {
    CommandJob job =
        read(
            Json.parse(
                """
                {"command":"python train.py --data ${{inputs.data}}",
                 "codeId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/codes/c/versions/1",
                 "environmentId":"azureml:AzureML-lightgbm-3.3@latest","computeId":"/x/computes/cpu",
                 "inputs":{"data":{"jobInputType":"uri_file","uri":"azureml://datastores/workspaceblobstore/paths/d.csv"},
                           "lr":{"jobInputType":"literal","value":"0.1"}},
                 "outputs":{"out1":{"jobOutputType":"uri_folder"}},"environmentVariables":{"A":"b"},
                 "resources":{"instanceCount":1,"properties":{}},
                 "limits":{"jobLimitsType":"Command","timeout":"PT10M"}}\
                """));

    assertThat(job.inputs()).containsEntry("lr", new JobInput.Literal("0.1"));
    assertThat(job.outputs()).isEqualTo(Map.of("out1", JobOutput.FOLDER));
    assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void allFaultsAreToldAtOnceWithTheirLines() {
    assertThatThrownBy(() ->
            yaml(
                """
                type: command
                comand: python train.py
                code: missing
                environment:
                  conda_file: conda.yml
                inputs:
                  rows: {type: uri_file, path: none.csv}
                limits: {timeout: -1}
                """))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("job.yml:2:9: unknown key 'comand'; did you mean 'command'?")
        .hasMessageContaining("job.yml:3:7: code 'missing' does not exist")
        .hasMessageContaining("job.yml:5:15: environment.conda_file 'conda.yml' does not exist")
        .hasMessageContaining("job.yml:7:32: inputs.rows.path 'none.csv' does not exist")
        .hasMessageContaining("job.yml:8:19: limits.timeout '-1' is not valid");
  }

  @Test
  void aNameInTheCommandThatNothingHasIsAFault() {
    assertThatThrownBy(() ->
            yaml(
                """
                command: echo ${{inputs.b}}
                environment: azureml:AzureML-sklearn-1.5@latest
                inputs: {a: 1}
                """))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining(
            "command names '${{inputs.b}}', which is neither an input nor an output of the job");
  }
}
