package dev.lazuli.jobs.spec;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;

/// An address where people look at a job.
public record JobAddress(String type, String endpoint) {
  /// How it is written.
  public static final Description<JobAddress> DESCRIPTION =
      Description.of(
          "service",
          "An address where people look at a job.",
          fields -> {
            var type =
                fields.add(
                    optional("type", Codecs.text(), "", JobAddress::type)
                        .wire("jobServiceType")
                        .meaning("What answers there."));
            var endpoint =
                fields.add(
                    optional("endpoint", Codecs.text(), "", JobAddress::endpoint)
                        .meaning("The address."));
            for (String said : new String[] {"port", "status", "error_message", "nodes"}) {
              fields.refuse(said, "is for services that people log in to, which are not done here");
            }
            fields.refuse(
                "properties", "is for services that people log in to, which are not done here");
            return given -> new JobAddress(given.get(type), given.get(endpoint));
          });

  /// Whether it is one of those that every job has.
  boolean isGiven() {
    return type.equals("Studio") || type.equals("Tracking");
  }
}
