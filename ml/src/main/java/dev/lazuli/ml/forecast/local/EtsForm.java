package dev.lazuli.ml.forecast.local;

import static dev.lazuli.ml.forecast.local.EtsForm.Component.ADDITIVE;
import static dev.lazuli.ml.forecast.local.EtsForm.Component.MULTIPLICATIVE;
import static dev.lazuli.ml.forecast.local.EtsForm.Component.NONE;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/// One of the 30 forms of exponential smoothing: how error, trend and season come in.
///
/// The taxonomy of Hyndman, Koehler, Ord and Snyder, [Forecasting with Exponential
/// Smoothing](https://doi.org/10.1007/978-3-540-71918-2) (2008).
///
/// @param error additive or multiplicative
/// @param damped whether the trend fades; only with a trend
public record EtsForm(Component error, Component trend, boolean damped, Component season) {
  /// How a part of the model comes in.
  public enum Component {
    NONE("N"),
    ADDITIVE("A"),
    MULTIPLICATIVE("M");

    private final String letter;

    Component(String letter) {
      this.letter = letter;
    }

    private static Component of(char letter) {
      for (Component component : values()) {
        if (component.letter.charAt(0) == letter) {
          return component;
        }
      }
      throw new InvalidInput("ets", "'%s' is none of N, A and M".formatted(letter));
    }
  }

  /// Refuses a form without an error, and one that damps no trend.
  public EtsForm {
    if (error == NONE || (damped && trend == NONE)) {
      throw new InvalidInput("ets", "there is no such form of exponential smoothing");
    }
  }

  /// The form of that name, such as `MAdM`.
  ///
  /// @throws InvalidInput when there is none
  public static EtsForm parse(String name) {
    boolean damped = name.length() == 4 && name.charAt(2) == 'd';
    if (name.length() != 3 && !damped) {
      throw new InvalidInput("ets", "'%s' is no form such as ANN or MAdM".formatted(name));
    }
    return new EtsForm(
        Component.of(name.charAt(0)),
        Component.of(name.charAt(1)),
        damped,
        Component.of(name.charAt(name.length() - 1)));
  }

  /// The name, such as `MAdM`.
  public String name() {
    return error.letter + trend.letter + (damped ? "d" : "") + season.letter;
  }

  /// How many numbers describe a model of this form: smoothing, first state and variance.
  public int parameters(int period) {
    int trendCount = trend == NONE ? 0 : 2 + (damped ? 1 : 0);
    return 3 + trendCount + (season == NONE ? 0 : period);
  }

  /// All 30.
  public static List<EtsForm> all() {
    List<EtsForm> forms = new ArrayList<>();
    for (Component error : List.of(ADDITIVE, MULTIPLICATIVE)) {
      for (Component season : Component.values()) {
        for (Component trend : Component.values()) {
          forms.add(new EtsForm(error, trend, false, season));
          if (trend != NONE) {
            forms.add(new EtsForm(error, trend, true, season));
          }
        }
      }
    }
    return forms;
  }

  /// Whether an automatic choice tries it: forms whose variance may be infinite and multiplicative
  /// trends, which forecast badly, are left out, as is usual.
  boolean isUsual() {
    return trend != MULTIPLICATIVE && !(error == ADDITIVE && season == MULTIPLICATIVE);
  }

  /// Whether it needs values above 0.
  boolean needsPositive() {
    return error == MULTIPLICATIVE || trend == MULTIPLICATIVE || season == MULTIPLICATIVE;
  }
}
