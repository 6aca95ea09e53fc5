package dev.lazuli.environments;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the names of Azure's ready environments and images stand for here.
///
/// The lists are our reading of each name, not Microsoft's package lists.
final class CuratedTable {
  private static final List<String> EVERYWHERE =
      List.of("mlflow", "pandas", "numpy", "psutil", "joblib", "matplotlib");

  private static final Pattern PYTHON = Pattern.compile(".*py(\\d)\\.?(\\d{1,2})\\b.*");

  private static final List<Row> ROWS =
      List.of(
          row(
              "sklearn-1\\.[5-9].*",
              "scikit-learn==1.5.*",
              "scipy",
              "numpy<2",
              "lightgbm",
              "xgboost"),
          row("sklearn-1\\..*", "scikit-learn>=1.0,<1.2", "numpy<1.24", "pandas<2"),
          row("sklearn-0\\..*", "scikit-learn==1.1.3", "numpy<1.24", "pandas<2"),
          row("lightgbm-3\\.2.*", "lightgbm==3.2.*", "scikit-learn<1.3", "numpy<1.24", "pandas<2"),
          row(
              "(lightgbm|xgboost).*",
              "lightgbm==3.3.*",
              "scikit-learn<1.3",
              "xgboost<2",
              "numpy<1.24",
              "pandas<2"),
          row(
              "(acpt-)?pytorch-2.*",
              "torch==2.8.*",
              "torchvision",
              "transformers",
              "datasets",
              "accelerate",
              "evaluate"),
          row("(acpt-)?pytorch-1.*", "torch==2.0.0", "torchvision==0.15.1", "numpy<2"),
          row("tensorflow-2\\.16.*", "tensorflow==2.16.*", "numpy<2"),
          row("tensorflow-2.*", "tensorflow==2.12.*", "numpy<2"),
          row("responsibleai.*", "responsibleai", "raiwidgets"),
          row(
              "mlflow-.*inference.*|ai-ml-automl.*|automl.*",
              "scikit-learn",
              "lightgbm",
              "xgboost"));

  /// Names that stand for Python alone.
  private static final Pattern BARE =
      Pattern.compile("(openmpi|intelmpi|base|minimal|python|ubuntu|debian|miniconda|conda).*");

  private static final Pattern REFUSED =
      Pattern.compile("(train-finetune|promptflow|llm-|foundation-model|nemo|model-evaluation).*");

  private CuratedTable() {}

  private record Row(Pattern name, List<String> packages) {}

  private static Row row(String name, String... packages) {
    return new Row(Pattern.compile(name), List.of(packages));
  }

  /// What a ready environment holds.
  ///
  /// @param name with or without Azure's `AzureML-` before it
  /// @throws Problem.Unsupported for those that have no counterpart here
  static Optional<Requirements> find(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^azureml-", "");
    if (REFUSED.matcher(plain).matches()) {
      throw new Problem.Unsupported(
          "the ready environment '%s' has no counterpart here: give an image and a conda_file"
              .formatted(name));
    }
    return ROWS.stream()
        .filter(row -> row.name().matcher(plain).matches())
        .findFirst()
        .map(row ->
            new Requirements(
                python(plain),
                Stream.concat(row.packages().stream(), rest(row.packages())).toList(),
                List.of("'%s' stands for: %s".formatted(name, String.join(", ", row.packages())))))
        .or(() ->
            BARE.matcher(plain).matches()
                ? Optional.of(new Requirements(python(plain), List.of(), List.of()))
                : Optional.empty());
  }

  private static Stream<String> rest(List<String> packages) {
    return EVERYWHERE.stream()
        .filter(name -> packages.stream().noneMatch(one -> one.matches(name + "\\b(?!-).*")));
  }

  /// What an image holds that can be known by its name: Python, or a ready environment.
  ///
  /// @param image such as `mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04:latest`
  static Requirements image(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1).replaceFirst("@.*", "");
    String name = last.replaceFirst(":.*", "");
    Optional<Requirements> curated = image.contains("/curated/") ? find(name) : Optional.empty();
    List<String> notes = new ArrayList<>();
    notes.add(
        "image '%s' is not run: the job gets a Python environment on this machine"
            .formatted(image));
    String python = python(last);
    if (name.equals("python")) {
      Matcher tag = Pattern.compile("python:(\\d+\\.\\d+).*").matcher(last);
      python = tag.matches() ? tag.group(1) : "";
    }
    return curated
        .map(found -> new Requirements(found.python(), found.packages(), notes))
        .orElse(new Requirements(python, List.of(), notes));
  }

  private static String python(String name) {
    Matcher match = PYTHON.matcher(name);
    return match.matches() ? match.group(1) + "." + match.group(2) : "";
  }
}
