package dev.lazuli.ml.forecast.local;

/// ARIMA as a recursion: the next value is a constant and a weighted sum of past values and errors.
public final class ArimaModel implements SeriesModel {
  private final ArimaOrder order;
  private final double[] valueWeights;
  private final double[] errorWeights;
  private final double constant;
  private final double[] values;
  private final double[] errors;
  private final Likelihood likelihood;

  /// A model after some values.
  ///
  /// @param valueWeights of the last values, the latest first; differences multiplied in
  /// @param errorWeights of the last errors, the latest first
  /// @param values the last values, the latest first, as many as their weights
  /// @param errors the last errors, the latest first, as many as their weights
  public ArimaModel(
      ArimaOrder order,
      double[] valueWeights,
      double[] errorWeights,
      double constant,
      double[] values,
      double[] errors,
      Likelihood likelihood) {
    this.order = order;
    this.valueWeights = valueWeights;
    this.errorWeights = errorWeights;
    this.constant = constant;
    this.values = values;
    this.errors = errors;
    this.likelihood = likelihood;
  }

  /// The order.
  public ArimaOrder order() {
    return order;
  }

  /// Weights of the last values, the latest first; not a copy.
  public double[] valueWeights() {
    return valueWeights;
  }

  /// Weights of the last errors, the latest first; not a copy.
  public double[] errorWeights() {
    return errorWeights;
  }

  /// What is added at each step.
  public double constant() {
    return constant;
  }

  /// The last values, the latest first; not a copy.
  public double[] values() {
    return values;
  }

  /// The last errors, the latest first; not a copy.
  public double[] errors() {
    return errors;
  }

  /// How likely it makes the series that it was fitted to.
  public Likelihood likelihood() {
    return likelihood;
  }

  @Override
  public double[] forecast(int horizon) {
    double[] forecast = new double[horizon];
    double[] past = values.clone();
    double[] wrong = errors.clone();
    for (int h = 0; h < horizon; h++) {
      forecast[h] = next(past, wrong);
      push(past, forecast[h]);
      push(wrong, 0);
    }
    return forecast;
  }

  private double next(double[] past, double[] wrong) {
    double next = constant;
    for (int i = 0; i < past.length; i++) {
      next += valueWeights[i] * past[i];
    }
    for (int i = 0; i < wrong.length; i++) {
      next += errorWeights[i] * wrong[i];
    }
    return next;
  }

  private static void push(double[] latestFirst, double value) {
    if (latestFirst.length > 0) {
      System.arraycopy(latestFirst, 0, latestFirst, 1, latestFirst.length - 1);
      latestFirst[0] = value;
    }
  }

  @Override
  public ArimaModel after(double[] more) {
    double[] past = values.clone();
    double[] wrong = errors.clone();
    for (double value : more) {
      double error = value - next(past, wrong);
      push(past, value);
      push(wrong, error);
    }
    return new ArimaModel(order, valueWeights, errorWeights, constant, past, wrong, likelihood);
  }
}
