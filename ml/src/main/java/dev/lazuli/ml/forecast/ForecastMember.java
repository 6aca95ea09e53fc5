package dev.lazuli.ml.forecast;

import dev.lazuli.ml.forecast.local.SeriesModel;
import dev.lazuli.ml.forecast.panel.PanelModel;
import java.util.List;

/// One weighted part of a forecast model.
public sealed interface ForecastMember {
  /// The algorithm, such as `AutoArima`.
  String name();

  /// Its share, in `(0, 1]`.
  double weight();

  /// A model for each series.
  record Local(String name, double weight, List<SeriesModel> models) implements ForecastMember {
    /// Copies the list.
    public Local {
      models = List.copyOf(models);
    }
  }

  /// One model of all series.
  record Panel(String name, double weight, PanelModel model) implements ForecastMember {}
}
