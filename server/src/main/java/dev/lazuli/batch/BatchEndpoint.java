package dev.lazuli.batch;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.endpoints.EndpointName;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;
import java.util.Map;

/// A batch endpoint as people describe it.
///
/// @param defaultDeployment the deployment that is invoked when none is named; empty for none
public record BatchEndpoint(
    EndpointName name,
    String description,
    String defaultDeployment,
    Map<String, String> tags,
    Map<String, String> properties) {

  /// The deployment that is invoked when none is named.
  private record Defaults(String deploymentName) {
    static final Description<Defaults> DESCRIPTION =
        Description.of(
            "defaults",
            "What is used when an invocation does not say.",
            fields -> {
              var deployment =
                  fields.add(
                      optional("deployment_name", Codecs.text(), "", Defaults::deploymentName)
                          .meaning("The deployment that is invoked when none is named."));
              return given -> new Defaults(given.get(deployment));
            });
  }

  /// How it is written.
  public static final Description<BatchEndpoint> DESCRIPTION =
      Description.of(
          "batch endpoint",
          "A name under which files are scored.",
          fields -> {
            fields.passOver("$schema");
            var name =
                fields.add(
                    required(
                            "name",
                            Codecs.text().as(EndpointName::new, EndpointName::value),
                            BatchEndpoint::name)
                        .fromId(1)
                        .meaning("Its name: 3 to 32 letters, digits and dashes."));
            fields.answerOrigin("");
            var tags =
                fields.add(
                    standard("tags", Codecs.texts(), Map.of(), BatchEndpoint::tags)
                        .meaning("Texts by name, to find it by."));
            fields.below("properties");
            var description =
                fields.add(
                    optional("description", Codecs.text(), "", BatchEndpoint::description)
                        .meaning("What it is for."));
            var mode =
                fields.add(
                    standard(
                            "auth_mode",
                            Codecs.oneOf(List.of("aad_token"), word -> word, _ -> "AADToken"),
                            "aad_token",
                            (BatchEndpoint _) -> "aad_token")
                        .meaning("Batch endpoints have no keys: callers show a token."));
            var defaults =
                fields.add(
                    standard(
                            "defaults",
                            Defaults.DESCRIPTION,
                            new Defaults(""),
                            (BatchEndpoint one) -> new Defaults(one.defaultDeployment()))
                        .meaning("What is used when an invocation does not say."));
            var properties =
                fields.add(
                    standard("properties", Codecs.texts(), Map.of(), BatchEndpoint::properties)
                        .meaning("Texts by name, for programs."));
            fields.answer(
                "scoring_uri",
                "properties.scoringUri",
                Codecs.text(),
                "Where it is invoked over HTTP.");
            fields.answer(
                "provisioning_state",
                "properties.provisioningState",
                Codecs.text(),
                "Whether it is there.");
            return given -> {
              given.get(mode);
              return new BatchEndpoint(
                  given.get(name),
                  given.get(description),
                  given.get(defaults).deploymentName(),
                  given.get(tags),
                  given.get(properties));
            };
          });

  /// The same with another default deployment.
  public BatchEndpoint withDefault(String deployment) {
    return new BatchEndpoint(name, description, deployment, tags, properties);
  }
}
