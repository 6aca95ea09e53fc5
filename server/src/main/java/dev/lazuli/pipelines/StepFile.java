package dev.lazuli.pipelines;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.jobs.command.Distribution;
import dev.lazuli.jobs.command.EnvironmentPlace;
import dev.lazuli.jobs.command.JobInput;
import dev.lazuli.jobs.command.JobOutput;
import dev.lazuli.jobs.spec.JobResources;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import dev.lazuli.schema.Places;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A step of a pipeline as a YAML file describes it.
///
/// @param compute empty for the pipeline's
record StepFile(
    ComponentPlace component,
    Map<String, JobInput> inputs,
    Map<String, Outlet> outputs,
    String compute,
    Map<String, String> environmentVariables) {

  /// Where an output of a step goes.
  ///
  /// @param binding the pipeline's output that it is; empty for none
  record Outlet(String binding, JobOutput kept) {
    private static final Codec<Outlet> CODEC =
        Codecs.brief(
            Codecs.text(),
            JobOutput.CODEC.as(kept -> new Outlet("", kept), Outlet::kept),
            text -> new Outlet(text, JobOutput.FOLDER),
            output ->
                output.binding().isEmpty() ? Optional.empty() : Optional.of(output.binding()));
  }

  /// How it is written.
  static final Description<StepFile> DESCRIPTION =
      Description.of(
          "step",
          "One step of a pipeline.",
          fields -> {
            var type =
                fields.add(
                    Field.<StepFile, String>standard(
                            "type",
                            Codecs.text()
                                .where(
                                    "command"::equals,
                                    "command: steps of other types cannot run here yet"),
                            "command",
                            _ -> "command")
                        .meaning("What kind of step it is."));
            var component =
                fields.add(
                    optional(
                            "component",
                            ComponentPlace.CODEC,
                            new ComponentPlace.Own(),
                            StepFile::component)
                        .meaning("What it does: a component's file, or a registered one."));
            var inputs =
                fields.add(
                    optional("inputs", Codecs.map(JobInput.CODEC), Map.of(), StepFile::inputs)
                        .meaning("What is given to it."));
            var outputs =
                fields.add(
                    optional("outputs", Codecs.map(Outlet.CODEC), Map.of(), StepFile::outputs)
                        .meaning("Where its outputs go."));
            var compute =
                fields.add(
                    optional("compute", Codecs.text(), "", StepFile::compute)
                        .meaning("Where it runs; by default where the pipeline says."));
            var variables =
                fields.add(
                    optional(
                            "environment_variables",
                            Codecs.texts(),
                            Map.of(),
                            StepFile::environmentVariables)
                        .wire("environment_variables")
                        .meaning("Variables of its process."));
            var command = fields.add(own("command", Codecs.text(), ""));
            var code = fields.add(own("code", Places.of("codes"), ""));
            var environment = fields.add(own("environment", EnvironmentPlace.CODEC, ""));
            var distribution =
                fields.add(own("distribution", Distribution.DESCRIPTION, Distribution.NONE));
            var resources =
                fields.add(own("resources", JobResources.DESCRIPTION, JobResources.NONE));
            for (String said :
                new String[] {
                  "name",
                  "display_name",
                  "description",
                  "tags",
                  "limits",
                  "identity",
                  "$schema",
                  "is_deterministic",
                  "queue_settings"
                }) {
              fields.passOver(said);
            }
            return given -> {
              ComponentPlace place = given.get(component);
              boolean saysItself = place instanceof ComponentPlace.Own;
              given.require(
                  !saysItself || !given.get(command).isEmpty(),
                  command,
                  "%s is missing, and component too: give one of them",
                  command);
              given.require(
                  !saysItself || given.get(command).isEmpty() || !given.get(environment).isEmpty(),
                  environment,
                  "%s is missing",
                  environment);
              if (saysItself) {
                place =
                    new ComponentPlace.Full(
                        new Component(
                            "",
                            "",
                            "",
                            "",
                            Map.of(),
                            true,
                            declared(given.get(inputs)),
                            kept(given.get(outputs)),
                            given.get(command),
                            given.get(code),
                            given.get(environment),
                            Map.of(),
                            given.get(distribution),
                            given.get(resources)));
              }
              String _ = given.get(type);
              return new StepFile(
                  place,
                  given.get(inputs),
                  given.get(outputs),
                  given.get(compute),
                  given.get(variables));
            };
          });

  /// How it is written, on the wire also as Azure's SDK does: inputs and outputs in snake_case, the
  /// component by its id.
  static final Codec<StepFile> CODEC =
      new Codec<>() {
        @Override
        public Optional<StepFile> read(Node node, Cursor at) {
          if (at.form() == Form.YAML) {
            return DESCRIPTION.read(node, at);
          }
          return Codecs.any()
              .read(node, at)
              .flatMap(json -> DESCRIPTION.read(Node.of(StepWire.plain(json)), at));
        }

        @Override
        public JsonNode write(StepFile step, Output out) {
          return DESCRIPTION.write(step, out);
        }

        @Override
        public String expected(Form form) {
          return DESCRIPTION.expected(form);
        }

        @Override
        public ObjectNode schema(Form form) {
          return DESCRIPTION.schema(form);
        }
      };

  /// A field of a step that says itself what it does; on the wire it is part of its component.
  private static <V> Field<StepFile, V> own(String name, Codec<V> codec, V absent) {
    return Field.<StepFile, V>optional(name, codec, absent, _ -> absent)
        .meaning("As in a command job; for a step without a component.");
  }

  private static Map<String, Component.Input> declared(Map<String, JobInput> inputs) {
    Map<String, Component.Input> declared = new LinkedHashMap<>();
    inputs.forEach((name, input) -> {
      String type = input instanceof JobInput.Files files ? files.type() : "";
      declared.put(name, new Component.Input(type, "", false, "", "", ""));
    });
    return declared;
  }

  private static Map<String, JobOutput> kept(Map<String, Outlet> outputs) {
    Map<String, JobOutput> kept = new LinkedHashMap<>();
    outputs.forEach((name, output) -> kept.put(name, output.kept()));
    return kept;
  }
}
