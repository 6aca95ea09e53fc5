package dev.lazuli.batch;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.endpoints.EndpointName;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Durations;
import dev.lazuli.schema.Places;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A deployment of a batch endpoint as people describe it: a model, and how it goes through files.
///
/// @param endpoint name of its endpoint
/// @param model reference to the model
public record BatchDeployment(
    String endpoint,
    EndpointName name,
    String model,
    String description,
    BatchSettings settings,
    Map<String, String> tags,
    Map<String, String> properties) {
  private static final String IN_PROCESS =
      "is for scripts, which batch deployments do not run yet: leave it out for a model that is"
          + " scored without one";

  /// A model by reference, as batch deployments have it on the wire.
  private record ModelReference(String assetId) {
    static final Description<ModelReference> DESCRIPTION =
        Description.of(
            "model reference",
            "A model by its id.",
            fields -> {
              var id =
                  fields.add(required("asset_id", Places.of("models"), ModelReference::assetId));
              var kind =
                  fields.add(
                      standard("reference_type", Codecs.word(List.of("Id")), "Id", _ -> "Id"));
              return given -> {
                given.get(kind);
                return new ModelReference(given.get(id));
              };
            });
  }

  private static final Codec<String> MODEL =
      Codecs.perForm(
          Places.of("models"),
          ModelReference.DESCRIPTION.as(ModelReference::assetId, ModelReference::new));

  /// What a failed mini-batch is given another chance by; here files fail by their content, which
  /// another try does not change.
  private record Retry(int times, Duration timeout) {
    static final Retry STANDARD = new Retry(3, Duration.ofSeconds(30));
    static final Description<Retry> DESCRIPTION =
        Description.of(
            "retry settings",
            "How often a mini-batch is tried again.",
            fields -> {
              var times =
                  fields.add(
                      standard("max_retries", Codecs.whole(0, 1_000), 3, Retry::times)
                          .meaning("Tries after the first."));
              var timeout =
                  fields.add(
                      standard("timeout", Durations.seconds(), STANDARD.timeout(), Retry::timeout)
                          .meaning("Time that one try may take."));
              return given -> new Retry(given.get(times), given.get(timeout));
            });
  }

  /// How it is written.
  public static final Description<BatchDeployment> DESCRIPTION =
      Description.of(
          "batch deployment",
          "A model that a batch endpoint scores files with.",
          fields -> {
            fields.passOver("$schema");
            var type =
                fields.add(
                    standard(
                            "type",
                            Codecs.word(List.of("model")),
                            "model",
                            (BatchDeployment _) -> "model")
                        .wire("properties.deploymentConfiguration.deploymentConfigurationType")
                        .meaning("`model`; deployments of pipelines are not here yet."));
            var name =
                fields.add(
                    required(
                            "name",
                            Codecs.text().as(EndpointName::new, EndpointName::value),
                            BatchDeployment::name)
                        .fromId(1)
                        .meaning("Its name."));
            var endpoint =
                fields.add(
                    required("endpoint_name", Codecs.text(), BatchDeployment::endpoint)
                        .fromId(3)
                        .meaning("The endpoint that it belongs to."));
            fields.answerOrigin("");
            var tags =
                fields.add(
                    standard("tags", Codecs.texts(), Map.of(), BatchDeployment::tags)
                        .meaning("Texts by name, to find it by."));
            fields.below("properties");
            var model =
                fields.add(
                    required("model", MODEL, BatchDeployment::model)
                        .meaning(
                            "`azureml:NAME:VERSION`, `azureml:NAME@latest` or a local folder."));
            var description =
                fields.add(
                    optional("description", Codecs.text(), "", BatchDeployment::description)
                        .meaning("What it is for."));
            var compute =
                fields.add(
                    optional("compute", Codecs.text(), "", (BatchDeployment _) -> "")
                        .meaning("Where Azure runs it; here it runs beside the server."));
            var settings = BatchSettings.add(fields, BatchDeployment::settings);
            var retry =
                fields.add(
                    standard(
                            "retry_settings",
                            Retry.DESCRIPTION,
                            Retry.STANDARD,
                            (BatchDeployment _) -> Retry.STANDARD)
                        .meaning("For scripts; a file that a model cannot read fails at once."));
            var level =
                fields.add(
                    standard(
                            "logging_level",
                            Codecs.word(List.of("info", "warning", "debug")),
                            "info",
                            (BatchDeployment _) -> "info")
                        .meaning("For scripts."));
            var properties =
                fields.add(
                    standard("properties", Codecs.texts(), Map.of(), BatchDeployment::properties)
                        .meaning(
                            "Texts by name; `output_form: list` writes each row as the text of a"
                                + " Python list, as AutoML's own scripts do."));
            fields.refuse("code_configuration", IN_PROCESS);
            fields.refuse("environment", "environmentId", IN_PROCESS);
            fields.refuse("environment_variables", IN_PROCESS);
            fields.refuse("resources", "is for clusters: all instances are this machine");
            fields.answer(
                "provisioning_state",
                "properties.provisioningState",
                Codecs.text(),
                "Whether it is there.");
            return given -> {
              given.get(type);
              given.get(compute);
              given.get(retry);
              given.get(level);
              return new BatchDeployment(
                  given.get(endpoint),
                  given.get(name),
                  given.get(model),
                  given.get(description),
                  settings.apply(given),
                  given.get(tags),
                  given.get(properties));
            };
          });

  /// The same with another model.
  BatchDeployment withModel(String other) {
    return new BatchDeployment(endpoint, name, other, description, settings, tags, properties);
  }
}
