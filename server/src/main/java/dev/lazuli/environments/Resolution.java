package dev.lazuli.environments;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the exact versions that requirements mean, and says which one is to blame when there are
/// none.
///
/// A pin that has no build for the Python at hand moves to the nearest higher version that has one,
/// within its major version: most files in the field name a Python that nobody has any more.
final class Resolution {
  private static final int ROUNDS = 12;

  /// Never built from source: that takes compilers, and minutes.
  private static final List<String> COMPILED =
      List.of(
          "numpy",
          "scipy",
          "pandas",
          "scikit-learn",
          "torch",
          "torchvision",
          "tensorflow",
          "xgboost",
          "lightgbm",
          "catboost",
          "pyarrow",
          "grpcio",
          "pillow",
          "psutil",
          "matplotlib",
          "protobuf",
          "numba",
          "llvmlite",
          "statsmodels",
          "cryptography",
          "lxml",
          "opencv-python",
          "opencv-python-headless",
          "h5py",
          "onnx",
          "onnxruntime",
          "tables",
          "shap");

  /// What every environment has that conda makes, and what keeps resolvers off ancient versions.
  private static final List<String> SEEDS = List.of("pip", "wheel", "setuptools<81");

  private static final List<String> FLOORS =
      List.of("ruamel-yaml>=0.17", "pyyaml>=5.4", "azureml-core>=1.48", "mltable>=1.0");

  private static final Pattern PIN =
      Pattern.compile("([A-Za-z0-9_.-]+)(\\[.*])?\\s*==\\s*([\\w.]+?)(\\.\\*)?");

  private final Uv uv;
  private final Path python;
  private final Path folder;
  private final Consumer<String> log;

  /// @param folder for files that pass to `uv`
  Resolution(Uv uv, Path python, Path folder, Consumer<String> log) {
    this.uv = uv;
    this.python = python;
    this.folder = folder;
    this.log = log;
  }

  /// The lock: one exact requirement a line.
  ///
  /// @throws Problem.Invalid naming the requirement that cannot be had
  /// @throws Problem.Unavailable when the package index does not answer
  String lock(List<String> packages) throws InterruptedException {
    List<String> wanted = new ArrayList<>(packages);
    for (int round = 0; round < ROUNDS; round++) {
      Uv.Said said = compile(wanted);
      if (said.isGood()) {
        return read(folder.resolve("lock.txt"));
      }
      log.accept(said.text().strip());
      if (said.text().contains("Failed to fetch")
          || said.text().contains("error sending request")) {
        throw new Problem.Unavailable(
            "the package index does not answer: " + firstLine(said.text()));
      }
      if (!loosened(wanted, said.text())) {
        throw new Problem.Invalid("environment", blame(packages, said.text()));
      }
    }
    throw new Problem.Invalid(
        "environment",
        "the requirements still have no solution after %d changes".formatted(ROUNDS));
  }

  private Uv.Said compile(List<String> wanted) throws InterruptedException {
    List<String> all = new ArrayList<>(wanted);
    all.addAll(SEEDS);
    write(folder.resolve("requirements.in"), all);
    write(folder.resolve("constraints.txt"), FLOORS);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "pip",
                "compile",
                "-q",
                "--no-header",
                "--no-annotate",
                "-p",
                python.toString(),
                "-c",
                "constraints.txt",
                "-o",
                "lock.txt",
                "requirements.in"));
    COMPILED.forEach(name -> arguments.addAll(List.of("--only-binary", name)));
    return uv.run(python, folder, arguments);
  }

  /// Moves each blamed pin to a version that has a build; false when nothing could be moved.
  private boolean loosened(List<String> wanted, String text) throws InterruptedException {
    boolean moved = false;
    for (int i = 0; i < wanted.size(); i++) {
      Matcher pin = PIN.matcher(wanted.get(i));
      if (!pin.matches() || !isBlamed(pin.group(1), text)) {
        continue;
      }
      Optional<String> nearest = nearest(pin.group(1), pin.group(3));
      if (nearest.isPresent() && !nearest.get().equals(pin.group(3))) {
        String changed = pin.group(1) + "==" + nearest.get();
        log.accept(
            "'%s' has no build for this Python: '%s' is taken instead"
                .formatted(wanted.get(i), changed));
        wanted.set(i, changed);
        moved = true;
      }
    }
    return moved;
  }

  private Optional<String> nearest(String name, String version) throws InterruptedException {
    write(folder.resolve("one.in"), List.of(name + ">=" + version));
    Uv.Said said =
        uv.run(
            python,
            folder,
            List.of(
                "pip",
                "compile",
                "-q",
                "--no-header",
                "--no-annotate",
                "--no-deps",
                "--resolution",
                "lowest",
                "--only-binary",
                ":all:",
                "-p",
                python.toString(),
                "-o",
                "one.txt",
                "one.in"));
    if (!said.isGood()) {
      return Optional.empty();
    }
    String found = read(folder.resolve("one.txt")).strip().replaceFirst(".*==", "");
    boolean isNear =
        major(found).equals(major(version))
            || (major(version).equals("0") && major(found).equals("1"));
    return isNear ? Optional.of(found) : Optional.empty();
  }

  private static String major(String version) {
    return version.replaceFirst("\\..*", "");
  }

  private static boolean isBlamed(String name, String text) {
    return Pattern.compile(
            "(?<![\\w-])" + Pattern.quote(normal(name)) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
        .matcher(text.replace('_', '-'))
        .find();
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Which requirement of the file failed, and what the resolver says of it.
  private static String blame(List<String> packages, String text) {
    Set<String> blamed = new TreeSet<>();
    for (String one : packages) {
      Matcher name = Pattern.compile("([A-Za-z0-9_.-]+).*").matcher(one);
      if (name.matches() && isBlamed(name.group(1), text)) {
        blamed.add("'" + one + "'");
      }
    }
    String why = text.replaceFirst("(?s)^.*?(╰─▶|error:)\\s*", "").replaceAll("\\s+", " ").strip();
    return blamed.isEmpty()
        ? "the environment cannot be built: " + why
        : "the environment cannot be built because of %s: %s"
            .formatted(String.join(", ", blamed), why);
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
