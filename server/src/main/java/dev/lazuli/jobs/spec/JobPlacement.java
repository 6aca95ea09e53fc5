package dev.lazuli.jobs.spec;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Fields;
import dev.lazuli.schema.Given;
import java.util.List;
import java.util.function.Function;

/// Where a job runs, with whose rights, and what it needs there.
///
/// @param compute name or ARM id; empty for the server's own machine
/// @param identity Azure's word for whose rights it has; empty for those of whoever started it
public record JobPlacement(
    String compute, String identity, JobResources resources, QueueSettings queue) {
  /// Nothing in particular.
  public static final JobPlacement NONE =
      new JobPlacement("", "", JobResources.NONE, QueueSettings.NONE);

  /// `azureml:NAME` in YAML; a name or an ARM id on the wire.
  private static final Codec<String> COMPUTE =
      Codecs.perForm(
          Codecs.text()
              .as(
                  text -> text.replaceFirst("^azureml:", ""),
                  name -> "azureml:" + name.substring(name.lastIndexOf('/') + 1)),
          Codecs.text());

  /// An identity by its words.
  private record Identity(String yaml, String wire) {
    private static final List<Identity> ALL =
        List.of(
            new Identity("user_identity", "UserIdentity"),
            new Identity("aml_token", "AMLToken"),
            new Identity("managed", "Managed"),
            new Identity("managed_identity", "Managed"));

    private static Identity ofWord(String word) {
      return ALL.stream().filter(one -> one.wire().equals(word)).findFirst().orElseThrow();
    }

    private static final Description<String> DESCRIPTION =
        Description.of(
            "identity",
            "Whose rights a job has; here always those of whoever started it.",
            fields -> {
              Field<String, Identity> type =
                  fields.add(
                      required(
                              "type",
                              Codecs.oneOf(ALL, Identity::yaml, Identity::wire),
                              Identity::ofWord)
                          .wire("identityType")
                          .meaning("Azure's word."));
              for (String id : List.of("client_id", "object_id", "resource_id")) {
                fields.refuse(id, "names an identity of Azure, which is not known here");
              }
              fields.refuse(
                  "msi_resource_id", "names an identity of Azure, which is not known here");
              return given -> given.get(type).wire();
            });
  }

  /// Adds the fields to those of a kind of jobs.
  public static <R> Function<Given, JobPlacement> add(
      Fields<R> fields, Function<R, JobPlacement> of) {
    fields.below("properties");
    var compute =
        fields.add(
            optional("compute", COMPUTE, "", (R job) -> of.apply(job).compute())
                .wire("computeId")
                .meaning("Where it runs: `azureml:NAME`; by default the server's own machine."));
    var identity =
        fields.add(
            optional("identity", Identity.DESCRIPTION, "", (R job) -> of.apply(job).identity())
                .meaning("Whose rights it has; here always those of whoever started it."));
    var resources =
        fields.add(
            optional(
                    "resources",
                    JobResources.DESCRIPTION,
                    JobResources.NONE,
                    (R job) -> of.apply(job).resources())
                .meaning("What it needs of its compute."));
    var queue =
        fields.add(
            optional(
                    "queue_settings",
                    QueueSettings.DESCRIPTION,
                    QueueSettings.NONE,
                    (R job) -> of.apply(job).queue())
                .meaning("How urgent it is."));
    return given ->
        new JobPlacement(
            given.get(compute), given.get(identity), given.get(resources), given.get(queue));
  }
}
