package dev.lazuli.pipelines;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.jobs.command.Distribution;
import dev.lazuli.jobs.command.EnvironmentPlace;
import dev.lazuli.jobs.command.JobOutput;
import dev.lazuli.jobs.spec.JobResources;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Document;
import dev.lazuli.schema.Places;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A command with a name, whose inputs and outputs are declared: what a step of a pipeline does.
///
/// @param name empty for one of a pipeline's own
/// @param version empty for the next one
/// @param command with places for values
/// @param isDeterministic whether equal inputs always give equal outputs
public record Component(
    String name,
    String version,
    String displayName,
    String description,
    Map<String, String> tags,
    boolean isDeterministic,
    Map<String, Input> inputs,
    Map<String, JobOutput> outputs,
    String command,
    String code,
    String environment,
    Map<String, String> environmentVariables,
    Distribution distribution,
    JobResources resources) {

  /// An input that a component declares.
  ///
  /// @param type Azure's word, such as `uri_folder` or `number`
  /// @param standard the value when none is given; empty for none
  public record Input(
      String type, String standard, boolean isOptional, String mode, String min, String max) {
    static final Description<Input> DESCRIPTION =
        Description.of(
            "component input",
            "An input that a component declares.",
            fields -> {
              var type =
                  fields.add(
                      required("type", Codecs.text(), Input::type)
                          .meaning("What it is: `uri_folder`, `number` and so on."));
              var standard =
                  fields.add(
                      optional("default", Codecs.text(), "", Input::standard)
                          .meaning("The value when none is given."));
              var optional =
                  fields.add(
                      optional("optional", Codecs.truth(), false, Input::isOptional)
                          .meaning("Whether it may be left out."));
              var mode =
                  fields.add(
                      optional("mode", Codecs.text(), "", Input::mode)
                          .meaning("How the command gets its files."));
              var min =
                  fields.add(
                      optional("min", Codecs.text(), "", Input::min).meaning("The least number."));
              var max =
                  fields.add(
                      optional("max", Codecs.text(), "", Input::max)
                          .meaning("The greatest number."));
              fields.passOver("description");
              fields.passOver("enum");
              return given ->
                  new Input(
                      given.get(type),
                      given.get(standard),
                      given.get(optional),
                      given.get(mode),
                      given.get(min),
                      given.get(max));
            });

    /// Whether it is a value, and not files.
    boolean isLiteral() {
      return !type.startsWith("uri_") && !type.equals("mltable") && !type.endsWith("_model");
    }
  }

  /// The component that a wire's `componentSpec` holds.
  ///
  /// @throws dev.lazuli.base.Problem that tells all that is wrong with it
  static Component of(ObjectNode spec) {
    return Document.of(spec, Path.of("/")).as(DESCRIPTION);
  }

  /// How it is written; the wire has it as YAML does.
  public static final Description<Component> DESCRIPTION =
      Description.of(
          "component",
          "A command with a name, whose inputs and outputs are declared.",
          fields -> {
            fields.passOver("$schema");
            fields.passOver("type");
            fields.passOver("_source");
            fields.passOver("id");
            fields.passOver("creation_context");
            fields.passOver("is_anonymous");
            var name =
                fields.add(
                    optional("name", Codecs.text(), "", Component::name).meaning("Its name."));
            var version =
                fields.add(
                    optional("version", Codecs.text(), "", Component::version)
                        .meaning("Its version; the next whole number when left out."));
            var display =
                fields.add(
                    optional("display_name", Codecs.text(), "", Component::displayName)
                        .meaning("What people call it."));
            var description =
                fields.add(
                    optional("description", Codecs.text(), "", Component::description)
                        .meaning("What it is for."));
            var tags =
                fields.add(
                    optional("tags", Codecs.texts(), Map.of(), Component::tags)
                        .meaning("Texts by name, to find it by."));
            var deterministic =
                fields.add(
                    optional("is_deterministic", Codecs.truth(), true, Component::isDeterministic)
                        .meaning("Whether equal inputs always give equal outputs."));
            var inputs =
                fields.add(
                    optional("inputs", Codecs.map(Input.DESCRIPTION), Map.of(), Component::inputs)
                        .meaning("Its inputs by name."));
            var outputs =
                fields.add(
                    optional("outputs", Codecs.map(JobOutput.CODEC), Map.of(), Component::outputs)
                        .meaning("Its outputs by name."));
            var command =
                fields.add(
                    required("command", Codecs.text(), Component::command)
                        .meaning("The command, with places such as `${{inputs.x}}`."));
            var code =
                fields.add(
                    optional("code", Places.of("codes"), "", Component::code)
                        .meaning("The folder that it starts in."));
            var environment =
                fields.add(
                    required("environment", EnvironmentPlace.CODEC, Component::environment)
                        .meaning("What it runs in."));
            var variables =
                fields.add(
                    optional(
                            "environment_variables",
                            Codecs.texts(),
                            Map.of(),
                            Component::environmentVariables)
                        .meaning("Variables of its process."));
            var distribution =
                fields.add(
                    optional(
                            "distribution",
                            Distribution.DESCRIPTION,
                            Distribution.NONE,
                            Component::distribution)
                        .meaning("How its processes are told of each other."));
            var resources =
                fields.add(
                    optional(
                            "resources",
                            JobResources.DESCRIPTION,
                            JobResources.NONE,
                            Component::resources)
                        .meaning("What it needs of its compute."));
            return given ->
                new Component(
                    given.get(name),
                    given.get(version),
                    given.get(display),
                    given.get(description),
                    given.get(tags),
                    given.get(deterministic),
                    given.get(inputs),
                    given.get(outputs),
                    given.get(command),
                    given.get(code),
                    given.get(environment),
                    given.get(variables),
                    given.get(distribution),
                    given.get(resources));
          });
}
