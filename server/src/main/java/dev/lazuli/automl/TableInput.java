package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Places;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A table that a job reads.
///
/// @param type Azure's word: `mltable`, `uri_file` or `uri_folder`
/// @param uri where it lies: a path, an address or a reference; empty for no table
/// @param mode how Azure's machines would come by it; empty when nothing is said
record TableInput(String type, String uri, String mode, String description) {
  /// No table.
  static final TableInput NONE = new TableInput("", "", "", "");

  private static final List<String> TYPES = List.of("mltable", "uri_file", "uri_folder");
  private static final List<String> MODES =
      List.of("ReadOnlyMount", "ReadWriteMount", "Download", "Direct", "EvalMount", "EvalDownload");

  /// How it is written.
  static final Description<TableInput> DESCRIPTION =
      Description.of(
          "table",
          "A table that a job reads.",
          fields -> {
            var type =
                fields.add(
                    optional("type", Codecs.word(TYPES), "", TableInput::type)
                        .wire("jobInputType")
                        .meaning(
                            "`mltable` for a folder with a file `MLTable`, `uri_file` for a file;"
                                + " what lies at `path` tells by default."));
            var path =
                fields.add(
                    required("path", Places.of("data"), TableInput::uri)
                        .wire("uri")
                        .meaning(
                            "A path relative to the file, an address, or a data asset"
                                + " `azureml:NAME:VERSION`."));
            var mode =
                fields.add(
                    optional(
                            "mode",
                            Codecs.oneOf(MODES, TableInput::yamlMode, word -> word),
                            "",
                            TableInput::mode)
                        .meaning("How Azure's machines come by it; here it is always read."));
            var description =
                fields.add(
                    optional("description", Codecs.text(), "", TableInput::description)
                        .onlyOnWire());
            fields.refuse(
                "path_on_compute", "is a place on a machine of Azure's, which is not there");
            return given -> {
              String uri = given.get(path);
              given.require(
                  !uri.isBlank(), path, "%s is missing: it says where the table lies", path);
              boolean isLocal = given.form() == Form.YAML && !uri.contains(":/");
              Path local = isLocal ? Path.of(uri) : Path.of("");
              String word = given.get(type);
              if (word.isEmpty() && given.form() == Form.YAML) {
                word = isLocal && Files.isDirectory(local) ? "mltable" : "uri_file";
              }
              given.require(
                  !(word.equals("mltable")
                      && isLocal
                      && Files.isDirectory(local)
                      && !Files.exists(local.resolve("MLTable"))),
                  path,
                  "%s: the folder holds no file 'MLTable'; add one, or give a file with %s: uri_file",
                  path,
                  type);
              return new TableInput(word, uri, given.get(mode), given.get(description));
            };
          });

  private static String yamlMode(String word) {
    return switch (word) {
      case "ReadOnlyMount" -> "ro_mount";
      case "ReadWriteMount" -> "rw_mount";
      case "EvalMount" -> "eval_mount";
      case "EvalDownload" -> "eval_download";
      default -> word.toLowerCase(Locale.ROOT);
    };
  }

  /// Whether there is a table.
  boolean isGiven() {
    return !uri.isEmpty();
  }
}
