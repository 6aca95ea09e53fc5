package dev.lazuli.jobs.command;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a job leaves under a name; the command gets the path to write to.
///
/// @param type Azure's word, such as `uri_folder`
/// @param path where it is kept; empty for a place of the job's own
/// @param mode Azure's word on the wire; empty for the usual one
/// @param assetName the asset that it becomes; empty for none
/// @param assetVersion empty for the next one
public record JobOutput(
    String type, String path, String mode, String assetName, String assetVersion) {
  private static final List<String> TYPES =
      List.of("uri_folder", "uri_file", "mltable", "mlflow_model", "custom_model", "triton_model");

  /// A folder, kept in a place of the job's own.
  public static final JobOutput FOLDER = new JobOutput("uri_folder", "", "", "", "");

  private static final Description<JobOutput> FULL =
      Description.of(
          "output",
          "What a job leaves under a name.",
          fields -> {
            var type =
                fields.add(
                    typed("type", JobOutput::type, "uri_folder")
                        .wire("jobOutputType")
                        .meaning("What it is."));
            var path =
                fields.add(
                    optional("path", Codecs.text(), "", JobOutput::path)
                        .wire("uri")
                        .meaning("Where it is kept; by default a place of the job's own."));
            var mode =
                fields.add(
                    optional("mode", JobInput.MODES, "", JobOutput::mode)
                        .meaning("How the command writes it; here always to a local folder."));
            var name =
                fields.add(
                    optional("name", Codecs.text(), "", JobOutput::assetName)
                        .wire("assetName")
                        .meaning("The asset that it becomes."));
            var version =
                fields.add(
                    optional("version", Codecs.text(), "", JobOutput::assetVersion)
                        .wire("assetVersion")
                        .meaning("The version of that asset; by default the next one."));
            fields.passOver("description");
            return given ->
                new JobOutput(
                    given.get(type),
                    given.get(path),
                    given.get(mode),
                    given.get(name),
                    given.get(version));
          });

  private static Field<JobOutput, String> typed(
      String name, Function<JobOutput, String> value, String absent) {
    return Field.standard(name, Codecs.word(TYPES), absent, value);
  }

  /// How outputs are written: keys, or nothing but the type.
  public static final Codec<JobOutput> CODEC =
      Codecs.brief(
          Codecs.word(TYPES),
          FULL,
          type -> new JobOutput(type, "", "", "", ""),
          _ -> Optional.empty());

  /// Whether it is one file.
  boolean isFile() {
    return type.equals("uri_file");
  }

  /// Whether it is a model.
  boolean isModel() {
    return type.endsWith("_model");
  }
}
