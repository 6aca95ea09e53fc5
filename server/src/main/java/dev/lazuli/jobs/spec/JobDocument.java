package dev.lazuli.jobs.spec;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Field;
import java.util.Map;

/// A job as people describe it: what all jobs have, and what its kind does.
///
/// @param name empty when one is to be found
/// @param experiment empty for the folder's name
/// @param displayName empty for the name
public record JobDocument(
    String name,
    String experiment,
    String displayName,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean isArchived,
    Map<String, JobAddress> services,
    JobSpec spec) {
  /// The same with a name, and in an experiment, when it says none.
  public JobDocument named(String name, String experiment) {
    return new JobDocument(
        name,
        this.experiment.isEmpty() ? experiment : this.experiment,
        displayName.isEmpty() ? name : displayName,
        description,
        tags,
        properties,
        isArchived,
        services,
        spec);
  }

  private static final Field<JobDocument, String> NAME_FIELD =
      optional("name", Codecs.text(), "", JobDocument::name)
          .fromId(1)
          .meaning("Its name, also the id of its MLflow run; one is made up by default.");

  private static final Field<JobDocument, String> DISPLAY_FIELD =
      optional("display_name", Codecs.text(), "", JobDocument::displayName)
          .meaning("What people call it; its name by default.");

  private static final Field<JobDocument, String> EXPERIMENT_FIELD =
      optional("experiment_name", Codecs.text(), "", JobDocument::experiment)
          .meaning(
              "The experiment that its run belongs to; by default named like the folder"
                  + " that the command runs in.");

  private static final Field<JobDocument, String> DESCRIPTION_FIELD =
      optional("description", Codecs.text(), "", JobDocument::description)
          .meaning("What it is for.");

  private static final Field<JobDocument, Map<String, String>> TAGS_FIELD =
      standard("tags", Codecs.texts(), Map.of(), JobDocument::tags)
          .meaning("Texts by name, to find it by.");

  private static final Field<JobDocument, Map<String, String>> PROPERTIES_FIELD =
      standard("properties", Codecs.texts(), Map.of(), JobDocument::properties)
          .meaning("Texts by name, for programs.");

  private static final Field<JobDocument, Map<String, JobAddress>> SERVICES_FIELD =
      optional(
              "services",
              Codecs.map(JobAddress.DESCRIPTION)
                  .where(
                      all -> all.values().stream().allMatch(JobAddress::isGiven),
                      "no services but those that every job has (Studio, Tracking);"
                          + " logging in to jobs is not done here"),
              Map.of(),
              JobDocument::services)
          .meaning("Where to look at it; the server says.");

  /// How jobs are written.
  ///
  /// @param kinds what the kinds of jobs add, told apart by their type
  public static Description<JobDocument> form(Codec<JobSpec> kinds) {
    return Description.of(
        "job",
        "Work that the workspace runs and tracks.",
        fields -> {
          fields.passOver("$schema");
          var name = fields.add(NAME_FIELD);
          fields.answerOrigin("azureml:");
          fields.below("properties");
          var display = fields.add(DISPLAY_FIELD);
          var experiment = fields.add(EXPERIMENT_FIELD);
          var description = fields.add(DESCRIPTION_FIELD);
          var tags = fields.add(TAGS_FIELD);
          var properties = fields.add(PROPERTIES_FIELD);
          var archived =
              fields.add(
                  standard("is_archived", Codecs.truth(), false, JobDocument::isArchived)
                      .onlyOnWire());
          var services = fields.add(SERVICES_FIELD);
          fields.passOver("provisioning_state");
          fields.refuse("notification_setting", "is not done here: nobody is written to");
          fields.answer("status", "properties.status", Codecs.text(), "How far it is.");
          fields.answer("error", "properties.error", Codecs.any(), "Why it failed.");
          var spec = fields.addPart(kinds, JobDocument::spec);
          return given ->
              new JobDocument(
                  given.get(name),
                  given.get(experiment),
                  given.get(display),
                  given.get(description),
                  given.get(tags),
                  given.get(properties),
                  given.get(archived),
                  given.get(services),
                  given.get(spec));
        });
  }
}
