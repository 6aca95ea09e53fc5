package dev.lazuli.jobs;

import static dev.lazuli.schema.Field.required;

import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.Locale;

/// What the jobs of tests are asked to do: nothing that anybody reads.
record TestSpec(String type, String what) implements JobSpec {
  static SpecKind<TestSpec> kind(String type) {
    return new SpecKind<>(
        type.toLowerCase(Locale.ROOT),
        type,
        TestSpec.class,
        Description.of(
            type,
            "A job of a test.",
            fields -> {
              var what =
                  fields.add(
                      required("what", Codecs.text(), TestSpec::what).wire("properties.what"));
              return given -> new TestSpec(type, given.get(what));
            }));
  }

  @Override
  public JobPlacement placement() {
    return JobPlacement.NONE;
  }
}
