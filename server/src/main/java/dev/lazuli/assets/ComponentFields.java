package dev.lazuli.assets;

import static dev.lazuli.assets.AssetField.any;
import static dev.lazuli.assets.AssetField.text;

import dev.lazuli.base.Json;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Places;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the YAML of a component holds; on the wire all of it lies in `componentSpec`.
final class ComponentFields {
  static final List<AssetField> ALL =
      List.of(
          text("type", "type", "`command`, `pipeline`, `parallel`, `sweep` or `spark`."),
          text("display_name", "display_name", "What people call it."),
          any("inputs", "inputs", "Its inputs by name, each with a type."),
          any("outputs", "outputs", "Its outputs by name, each with a type."),
          text("command", "command", "What a command component runs."),
          AssetField.of("code", "code", place("codes")).meaning("The folder with its code."),
          AssetField.of("environment", "environment", EnvironmentText.CODEC)
              .meaning("What it runs in: `azureml:NAME:VERSION`, or an environment written here."),
          any("resources", "resources", "What a node of it needs."),
          any("distribution", "distribution", "How its processes share the work."),
          any("environment_variables", "environment_variables", "Variables of its process."),
          any("is_deterministic", "is_deterministic", "Whether a run of it may be used again."),
          any("limits", "limits", "How long it may run."),
          any("jobs", "jobs", "The steps of a pipeline component."),
          any("settings", "settings", "What the steps of a pipeline component have in common."),
          any("task", "task", "What a parallel component does with each batch."),
          any("mini_batch_size", "mini_batch_size", "How much a parallel component takes at once."),
          any("mini_batch_error_threshold", "mini_batch_error_threshold", "Batches that may fail."),
          any("error_threshold", "error_threshold", "Entries that may fail."),
          any("max_concurrency_per_instance", "max_concurrency_per_instance", "Batches at once."),
          any("retry_settings", "retry_settings", "How often a batch is tried."),
          any("input_data", "input_data", "The input that is cut into batches."),
          any("partition_keys", "partition_keys", "What batches are cut by."),
          any("logging_level", "logging_level", "How much is logged."),
          any("program_arguments", "program_arguments", "Arguments of the entry script."),
          any("additional_includes", "additional_includes", "Files beside the code."),
          any("trial", "trial", "What a sweep component tries."),
          any("search_space", "search_space", "What a sweep component searches."),
          any("objective", "objective", "What a sweep component looks for."),
          any("sampling_algorithm", "sampling_algorithm", "How a sweep component draws."),
          any("early_termination", "early_termination", "When a sweep component gives up a trial."),
          any("conf", "conf", "Settings of Spark."),
          any("entry", "entry", "The entry of a Spark component."),
          any("py_files", "py_files", "Python files of a Spark component."),
          any("jars", "jars", "JAR files of a Spark component."),
          any("files", "files", "Files of a Spark component."),
          any("archives", "archives", "Archives of a Spark component."),
          any("args", "args", "Arguments of a Spark component."));

  private ComponentFields() {}

  private static Codec<JsonNode> place(String kind) {
    return Places.of(kind).as(Json::tree, JsonNode::asString);
  }
}
