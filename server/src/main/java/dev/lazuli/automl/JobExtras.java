package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Fields;
import dev.lazuli.schema.Given;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What an AutoML job says beyond its task: outputs, environment, compute.
///
/// @param environment id of Azure's environment; empty when nothing is said
record JobExtras(
    Map<String, Output> outputs,
    String environment,
    Map<String, String> variables,
    JobPlacement placement) {
  /// Nothing is said.
  static final JobExtras NONE = new JobExtras(Map.of(), "", Map.of(), JobPlacement.NONE);

  private static final List<String> TYPES =
      List.of("mlflow_model", "custom_model", "uri_folder", "uri_file", "mltable");

  /// What becomes of the best model.
  record Output(String type) {
    static final Description<Output> DESCRIPTION =
        Description.of(
            "output",
            "What becomes of the best model.",
            fields -> {
              var type =
                  fields.add(
                      optional("type", Codecs.word(TYPES), "", Output::type)
                          .wire("jobOutputType")
                          .meaning("Always a folder with an MLflow model."));
              fields.refuse(
                  "path", "uri", "is not done here: the model lies among the job's artifacts");
              fields.refuse("mode", "says how a place is filled, which is not done here");
              fields.refuse("description", "is not kept here");
              fields.passOver("asset_name");
              fields.passOver("asset_version");
              fields.passOver("auto_delete_setting");
              return given -> new Output(given.get(type));
            });
  }

  /// Adds the fields to a job's.
  static <R> Function<Given, JobExtras> add(Fields<R> fields, Function<R, JobExtras> of) {
    fields.below("properties");
    var outputs =
        fields.add(
            optional(
                    "outputs",
                    Codecs.map(Output.DESCRIPTION),
                    Map.of(),
                    (R job) -> of.apply(job).outputs())
                .meaning("`best_model`, the model that won; it is there without being asked for."));
    var environment =
        fields.add(
            optional("environment_id", Codecs.text(), "", (R job) -> of.apply(job).environment())
                .meaning("Azure's environment; the search here needs none."));
    var variables =
        fields.add(
            optional(
                    "environment_variables",
                    Codecs.texts(),
                    Map.of(),
                    (R job) -> of.apply(job).variables())
                .meaning("Variables of the environment; the search here reads none."));
    var placement = JobPlacement.add(fields, (R job) -> of.apply(job).placement());
    return given ->
        new JobExtras(
            given.get(outputs),
            given.get(environment),
            given.get(variables),
            placement.apply(given));
  }

  /// What is done differently here.
  List<String> remarks() {
    return placement.resources().instances() > 1
        ? List.of(
            "instance_count %d: a job runs on one machine, whose processors its trials share"
                .formatted(placement.resources().instances()))
        : List.of();
  }
}
