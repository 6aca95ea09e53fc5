package dev.lazuli.ml.forecast.local;

import java.util.Arrays;

/// Demand that is mostly zero: its size, and how often it comes. The forecast is a constant rate.
///
/// Croston 1972, with the correction of Syntetos and Boylan (SBA,
/// [2005](https://doi.org/10.1016/j.ijforecast.2004.10.001)), or with a chance that also falls
/// while nothing comes, by Teunter, Syntetos and Babai (TSB,
/// [2011](https://doi.org/10.1016/j.ejor.2011.05.018)).
public final class CrostonModel implements SeriesModel {
  /// Which of the methods.
  public enum Method {
    CROSTON,
    SBA,
    TSB
  }

  private final Method method;
  private final double smoothing;
  private final double chanceSmoothing;
  private final double size;
  private final double interval;
  private final long since;

  /// A model in some state.
  ///
  /// @param smoothing of the size, and with Croston and SBA of the interval
  /// @param chanceSmoothing of the chance, with TSB
  /// @param size of a demand; 0 before the first
  /// @param interval mean steps between demands; with TSB the chance of a demand
  /// @param since steps since the last demand
  public CrostonModel(
      Method method,
      double smoothing,
      double chanceSmoothing,
      double size,
      double interval,
      long since) {
    this.method = method;
    this.smoothing = smoothing;
    this.chanceSmoothing = chanceSmoothing;
    this.size = size;
    this.interval = interval;
    this.since = since;
  }

  /// The model whose smoothing forecasts one step of the series best, of a small grid.
  static CrostonModel fit(Method method, double[] values) {
    CrostonModel best = new CrostonModel(method, 0.1, 0.1, 0, 0, 0);
    double least = Double.POSITIVE_INFINITY;
    double[] grid = {0.05, 0.1, 0.2, 0.3};
    for (double a : grid) {
      for (double b : method == Method.TSB ? new double[] {0.02, 0.05, 0.1, 0.2} : grid) {
        if (method != Method.TSB && a != b) {
          continue;
        }
        CrostonModel start = started(method, a, b, values);
        double error = 0;
        CrostonModel model = start;
        for (double value : values) {
          double away = value - model.rate();
          error += away * away;
          model = model.next(value);
        }
        if (error < least) {
          least = error;
          best = model;
        }
      }
    }
    return best;
  }

  private static CrostonModel started(Method method, double a, double b, double[] values) {
    double sum = 0;
    int count = 0;
    for (double value : values) {
      if (value != 0) {
        sum += value;
        count++;
      }
    }
    double size = count == 0 ? 0 : sum / count;
    double chance = (double) count / values.length;
    double interval = count == 0 ? values.length : 1 / chance;
    return new CrostonModel(method, a, b, size, method == Method.TSB ? chance : interval, 0);
  }

  /// The method.
  public Method method() {
    return method;
  }

  /// The smoothing of the size and of the interval or chance, the size, the interval or chance, and
  /// the steps since the last demand.
  public double[] state() {
    return new double[] {smoothing, chanceSmoothing, size, interval, since};
  }

  /// What is forecast for each step.
  double rate() {
    return switch (method) {
      case CROSTON -> size / Math.max(1, interval);
      case SBA -> (1 - smoothing / 2) * size / Math.max(1, interval);
      case TSB -> size * interval;
    };
  }

  private CrostonModel next(double value) {
    boolean demand = value != 0;
    double nextSize = demand ? size + smoothing * (value - size) : size;
    if (method == Method.TSB) {
      double chance = interval + chanceSmoothing * ((demand ? 1 : 0) - interval);
      return new CrostonModel(method, smoothing, chanceSmoothing, nextSize, chance, 0);
    }
    double nextInterval = demand ? interval + smoothing * (since + 1 - interval) : interval;
    return new CrostonModel(
        method, smoothing, chanceSmoothing, nextSize, nextInterval, demand ? 0 : since + 1);
  }

  @Override
  public double[] forecast(int horizon) {
    double[] forecast = new double[horizon];
    Arrays.fill(forecast, rate());
    return forecast;
  }

  @Override
  public CrostonModel after(double[] values) {
    CrostonModel model = this;
    for (double value : values) {
      model = model.next(value);
    }
    return model;
  }
}
