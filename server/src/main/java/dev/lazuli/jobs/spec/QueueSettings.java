package dev.lazuli.jobs.spec;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;

/// How urgent a job is.
///
/// @param tier Azure's word; empty when nothing is said
/// @param priority Azure's word; empty when nothing is said
public record QueueSettings(String tier, String priority) {
  /// Nothing in particular.
  public static final QueueSettings NONE = new QueueSettings("", "");

  /// How they are written.
  public static final Description<QueueSettings> DESCRIPTION =
      Description.of(
          "queue settings",
          "How urgent a job is.",
          fields -> {
            var tier =
                fields.add(
                    optional(
                            "job_tier",
                            Codecs.word(List.of("Null", "Spot", "Basic", "Standard", "Premium")),
                            "",
                            QueueSettings::tier)
                        .meaning("Azure's price class; all are alike here."));
            var priority =
                fields.add(
                    optional(
                            "priority",
                            Codecs.word(List.of("Low", "Medium", "High")),
                            "",
                            QueueSettings::priority)
                        .meaning("Which of two waiting jobs goes first."));
            return given -> new QueueSettings(given.get(tier), given.get(priority));
          });
}
