package dev.lazuli.endpoints.workers;

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

/// What a Python environment shall hold.
///
/// @param python version that is wished for, such as `3.10`; empty for any
/// @param requirements as pip reads them, one a line
public record PythonSpec(String python, List<String> requirements) {
  /// Names of conda packages that pip knows by another name.
  private static final Map<String, String> RENAMED =
      Map.of(
          "pytorch", "torch",
          "pytables", "tables",
          "py-xgboost", "xgboost",
          "matplotlib-base", "matplotlib",
          "opencv", "opencv-python-headless",
          "msgpack-python", "msgpack",
          "tensorflow-gpu", "tensorflow");

  /// Packages of conda that have no meaning for pip.
  private static final Set<String> PASSED_OVER =
      Set.of(
          "pip", "setuptools", "wheel", "cudatoolkit", "cudnn", "mkl", "nomkl", "blas", "libgcc");

  /// Azure's packages whose part our workers play.
  private static final Set<String> PLAYED =
      Set.of(
          "azureml-defaults",
          "azureml-core",
          "azureml-sdk",
          "azureml-telemetry",
          "azureml-contrib-services",
          "azureml-inference-server-http",
          "azureml-dataset-runtime");

  private static final Pattern CONDA =
      Pattern.compile("(?:[^:]+::)?([A-Za-z0-9_.-]+)\\s*(=*[<>=!,0-9A-Za-z.*]*)");

  /// Reads the text of a conda file or of a `requirements.txt`.
  ///
  /// @throws Problem.Invalid when it is neither
  public static PythonSpec read(String text) {
    boolean isConda =
        text.startsWith("{") || text.lines().anyMatch(line -> line.startsWith("dependencies:"));
    return isConda ? conda(Json.parseYaml(text)) : new PythonSpec("", kept(text.lines().toList()));
  }

  private static PythonSpec conda(JsonNode document) {
    String python = "";
    List<String> requirements = new ArrayList<>();
    for (JsonNode dependency : document.path("dependencies")) {
      if (dependency.path("pip").isArray()) {
        dependency.path("pip").forEach(line -> requirements.add(line.asString()));
        continue;
      }
      Matcher conda = CONDA.matcher(dependency.asString(dependency.toString()).strip());
      if (!conda.matches()) {
        throw new Problem.Invalid("dependencies", dependency, "a package and its version");
      }
      String name = conda.group(1).toLowerCase(Locale.ROOT);
      if (name.equals("python")) {
        python = conda.group(2).replaceAll("^[=<>~!]*", "").replaceAll("[^0-9.].*", "");
      } else if (!PASSED_OVER.contains(name)) {
        requirements.add(RENAMED.getOrDefault(name, name) + version(conda.group(2)));
      }
    }
    return new PythonSpec(python, kept(requirements));
  }

  /// `=1.2` of conda is `==1.2.*` of pip, `=1.2.3=py_0` is `==1.2.3`.
  private static String version(String conda) {
    if (!conda.startsWith("=") || conda.startsWith("==")) {
      return conda;
    }
    String plain = conda.substring(1).replaceAll("=.*", "");
    boolean isWhole = plain.endsWith("*") || plain.chars().filter(c -> c == '.').count() >= 2;
    return "==" + plain + (isWhole ? "" : ".*");
  }

  private static List<String> kept(List<String> lines) {
    List<String> kept = new ArrayList<>();
    boolean isPlayed = false;
    for (String line : lines) {
      String requirement = line.replaceAll("(^|\\s)#.*", "").strip();
      String name =
          requirement
              .replaceAll("[^A-Za-z0-9_.-].*", "")
              .replace('_', '-')
              .toLowerCase(Locale.ROOT);
      if (PLAYED.contains(name)) {
        isPlayed = true;
      } else if (!requirement.isEmpty()) {
        kept.add(requirement);
      }
    }
    boolean hasSchema = kept.stream().anyMatch(line -> line.startsWith("inference-schema"));
    if (isPlayed && !hasSchema) {
      kept.add("inference-schema"); // those packages bring it
    }
    return List.copyOf(kept);
  }
}
