package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Azure's names of forecasting algorithms, and what they are here.
///
/// @param remarks what is done differently here
record ForecastAlgorithms(List<String> names, List<String> remarks) {
  /// Those that are tried under the same name here.
  private static final List<String> HERE =
      List.of(
          "Naive",
          "SeasonalNaive",
          "Average",
          "SeasonalAverage",
          "ExponentialSmoothing",
          "AutoArima",
          "LightGBM",
          "Theta",
          "Drift",
          "Croston",
          "CrostonSBA",
          "TSB");

  /// Those for which another stands here.
  private static final Map<String, String> STANDS_FOR =
      Map.of(
          "Arimax", "AutoArima",
          "GradientBoosting", "LightGBM",
          "XGBoostRegressor", "LightGBM",
          "RandomForest", "LightGBM",
          "ExtremeRandomTrees", "LightGBM",
          "DecisionTree", "LightGBM");

  private static final List<String> NOT_HERE =
      List.of("Prophet", "TCNForecaster", "ElasticNet", "KNN", "LassoLars", "SGD");

  /// All of Azure's names and ours.
  static List<String> known() {
    List<String> all = new ArrayList<>(HERE);
    all.addAll(STANDS_FOR.keySet().stream().sorted().toList());
    all.addAll(NOT_HERE);
    return List.copyOf(all);
  }

  /// Those of the blocked ones that would be tried.
  static List<String> blocked(List<String> asked) {
    return asked.stream().filter(HERE::contains).toList();
  }

  /// What stands for the allowed ones.
  ///
  /// @throws Problem.Unsupported when none of them forecasts here
  static ForecastAlgorithms allowed(List<String> asked) {
    List<String> names = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (String name : asked) {
      if (NOT_HERE.contains(name)) {
        remarks.add("%s does not forecast here and is left out".formatted(name));
        continue;
      }
      String ours = STANDS_FOR.getOrDefault(name, name);
      if (!ours.equals(name)) {
        remarks.add("%s stands for %s".formatted(ours, name));
      }
      if (!names.contains(ours)) {
        names.add(ours);
      }
    }
    if (names.isEmpty() && !asked.isEmpty()) {
      throw new Problem.Unsupported(
          "none of the algorithms %s forecasts here; there are %s"
              .formatted(String.join(", ", asked), String.join(", ", HERE)));
    }
    return new ForecastAlgorithms(names, remarks);
  }
}
