package dev.lazuli.environments;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads conda environment files as what pip can install.
final class CondaFile {
  private static final Map<String, String> RENAMED =
      Map.of(
          "pytorch", "torch",
          "pytables", "tables",
          "py-xgboost", "xgboost",
          "matplotlib-base", "matplotlib",
          "opencv", "opencv-python-headless",
          "msgpack-python", "msgpack",
          "tensorflow-gpu", "tensorflow");

  private static final Set<String> BUILT_IN = Set.of("pip", "python");
  private static final Set<String> IGNORED =
      Set.of("cudatoolkit", "cudnn", "mkl", "nomkl", "blas", "libgcc");
  private static final Pattern REFUSED =
      Pattern.compile("r-.*|nodejs|openmpi|openjdk|gcc.*|gxx.*|julia");

  /// Azure's own packages that cannot work here, or are not needed.
  private static final Set<String> AZURES_OWN =
      Set.of(
          "azureml-core",
          "azureml-defaults",
          "azureml-sdk",
          "azureml-telemetry",
          "azureml-dataset-runtime",
          "azureml-contrib-services",
          "azureml-inference-server-http",
          "dataclasses",
          "uuid");

  private static final Pattern CONDA =
      Pattern.compile("(?:[^:\\s]+::)?([A-Za-z0-9_.-]+)\\s*([=<>!~].*)?");
  private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9_.-]+).*");

  private final List<String> packages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String python = "";

  private CondaFile() {}

  /// What a conda file, or one of MLflow's `python_env.yaml`, asks for.
  ///
  /// @throws Problem.Invalid when it is not one
  /// @throws Problem.Unsupported when it needs what pip cannot install
  static Requirements read(String text) {
    JsonNode root = Json.parseYaml(text);
    JsonNode dependencies = root.path("dependencies");
    if (!dependencies.isArray()) {
      throw new Problem.Invalid(
          "conda_file",
          "the conda file has no list 'dependencies': it begins \"%s\""
              .formatted(text.strip().lines().findFirst().orElse("")));
    }
    CondaFile file = new CondaFile();
    if (root.path("python").isValueNode()) { // MLflow's python_env.yaml
      file.python = minor(root.path("python").asString());
      dependencies.forEach(one -> file.pip(one.asString()));
      return file.requirements();
    }
    for (JsonNode one : dependencies) {
      if (one.isString()) {
        file.conda(one.asString().strip());
      } else if (one.path("pip").isArray()) {
        one.path("pip").forEach(inner -> file.pip(inner.asString()));
      } else {
        throw new Problem.Invalid(
            "conda_file",
            "the conda file's dependency %s is neither a package nor a list 'pip'"
                .formatted(Json.text(one)));
      }
    }
    return file.requirements();
  }

  /// The lines of a requirements file.
  static Requirements lines(List<String> lines) {
    CondaFile file = new CondaFile();
    lines.stream()
        .map(line -> line.replaceFirst("\\s+#.*|^#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(file::pip);
    return file.requirements();
  }

  private Requirements requirements() {
    return new Requirements(python, packages, notes);
  }

  private void conda(String text) {
    Matcher match = CONDA.matcher(text);
    if (!match.matches()) {
      throw new Problem.Invalid(
          "conda_file", "the conda file's dependency '%s' is not NAME=VERSION".formatted(text));
    }
    String name = match.group(1).toLowerCase(Locale.ROOT);
    String version = match.group(2) == null ? "" : match.group(2).strip();
    if (name.equals("python")) {
      python = minor(version.replaceFirst("^[=<>!~]+", ""));
      return;
    }
    if (BUILT_IN.contains(name)) {
      return;
    }
    if (IGNORED.contains(name)) {
      notes.add("'%s' is left out: nothing here needs it".formatted(text));
      return;
    }
    if (REFUSED.matcher(name).matches()) {
      throw new Problem.Unsupported(
          "the conda file asks for '%s', which pip cannot install: take it out".formatted(text));
    }
    pip(RENAMED.getOrDefault(name, name) + pinned(version));
  }

  /// conda's `=1.2` as `==1.2.*`; a build string goes.
  private static String pinned(String version) {
    if (!version.matches("=[^=].*")) {
      return version;
    }
    String plain = version.substring(1).replaceFirst("=.*", "");
    return "==" + plain + (plain.endsWith("*") ? "" : ".*");
  }

  private void pip(String text) {
    Matcher match = NAME.matcher(text);
    String name = match.matches() ? match.group(1).toLowerCase(Locale.ROOT).replace('_', '-') : "";
    if (text.startsWith("-r") || text.startsWith("--requirement")) {
      throw new Problem.Unsupported(
          "'%s' in a conda file names another file, which does not come with it: list its packages"
              .formatted(text));
    }
    if (name.equals("azureml-mlflow")) {
      packages.add("mlflow-skinny");
      notes.add("'%s' is replaced by mlflow-skinny: tracking needs no plugin here".formatted(text));
    } else if (AZURES_OWN.contains(name)) {
      notes.add("'%s' is left out: its work is done by this server".formatted(text));
    } else if (!text.isBlank()) {
      packages.add(text.strip());
    }
  }

  private static String minor(String version) {
    Matcher match = Pattern.compile("(\\d+\\.\\d+).*").matcher(version);
    return match.matches() ? match.group(1) : "";
  }
}
