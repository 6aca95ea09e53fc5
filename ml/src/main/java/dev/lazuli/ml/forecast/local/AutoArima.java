package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.StopSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Chooses the order of an ARIMA model step by step.
///
/// Hyndman and Khandakar, [Automatic time series
/// forecasting](https://doi.org/10.18637/jss.v027.i03): differences by tests, then from four orders
/// to ever better neighbours. Ours compares orders at the parameters of CSS, short series by their
/// exact likelihood there, and fits the best few exactly; seasonal differences are taken when the
/// season's strength by STL, which lets seasons grow, is above 0.64, as in their later releases.
public final class AutoArima {
  private static final int ORDER_MAX = 5;
  private static final int SEASONAL_MAX = 2;
  private static final int SUM_MAX = 6;
  private static final int TRIED_MAX = 60;
  private static final int EXACT_FITS = 3;

  /// Longer series, and those of longer periods, are compared by CSS, which takes less time.
  private static final int EXACT_LENGTH_MAX = 400;

  private static final int EXACT_PERIOD_MAX = 12;

  /// Cycles that count for the season of a place when its strength is found.
  private static final int STRENGTH_CYCLES = 11;

  private static final double STRENGTH_MIN = 0.64;
  private static final double KPSS_CRITICAL = 0.463;
  private static final int DIFFERENCES_MAX = 2;

  private final double[] series;
  private final int period;
  private final StopSignal stop;
  private final boolean exactly;
  private final Map<ArimaOrder, Arima.Quick> tried = new HashMap<>();

  /// A choice for one series.
  ///
  /// @param series at least 3 values, none NaN
  /// @param period values in a season; 1 for none
  public AutoArima(double[] series, int period, StopSignal stop) {
    this.series = series;
    this.period = series.length >= 2 * period + 5 ? period : 1;
    this.stop = stop;
    this.exactly = series.length <= EXACT_LENGTH_MAX && period <= EXACT_PERIOD_MAX;
  }

  /// The model of one order, fitted.
  public static ArimaModel fit(double[] series, ArimaOrder order, StopSignal stop) {
    return new Arima(series, order, stop).fit();
  }

  /// The best model found.
  public ArimaModel choose() {
    int seasonal = period > 1 && strength() > STRENGTH_MIN ? 1 : 0;
    double[] rest = Polynomials.apply(Polynomials.difference(period, seasonal), series);
    int differences = differences(rest, seasonal);
    boolean canDrift = differences + seasonal < 2;
    ArimaOrder plain = new ArimaOrder(0, differences, 0, 0, seasonal, 0, period, canDrift);
    ArimaOrder best = startBest(plain);
    while (tried.size() < TRIED_MAX) {
      ArimaOrder better = betterNeighbour(best, canDrift);
      if (better.equals(best)) {
        break;
      }
      best = better;
    }
    List<ArimaOrder> ranked = new ArrayList<>(tried.keySet());
    ranked.sort(Comparator.comparingDouble(this::aicc).thenComparing(ArimaOrder::text));
    ArimaModel chosen = null;
    for (ArimaOrder order : ranked.subList(0, Math.min(EXACT_FITS, ranked.size()))) {
      ArimaModel model = new Arima(series, order, stop).fit(quick(order));
      if (chosen == null || model.likelihood().aicc() < chosen.likelihood().aicc()) {
        chosen = model;
      }
    }
    if (chosen == null) {
      throw new IllegalStateException("no order was tried");
    }
    return chosen;
  }

  private double strength() {
    return Stl.of(period).withSeasonal(STRENGTH_CYCLES).split(series).strength();
  }

  private ArimaOrder startBest(ArimaOrder plain) {
    int p = period > 1 ? 1 : 0;
    boolean constant = plain.constant();
    List<ArimaOrder> starts =
        new ArrayList<>(
            List.of(
                plain.with(2, 2, p, p, constant),
                plain,
                plain.with(1, 0, p, 0, constant),
                plain.with(0, 1, 0, p, constant)));
    if (constant) {
      starts.add(plain.with(0, 0, 0, 0, false));
    }
    ArimaOrder best = plain;
    for (ArimaOrder order : starts) {
      if (aicc(order) < aicc(best)) {
        best = order;
      }
    }
    return best;
  }

  /// The first neighbour that is better than `order`, or `order` itself.
  private ArimaOrder betterNeighbour(ArimaOrder order, boolean canDrift) {
    for (int[] step : STEPS) {
      ArimaOrder next = moved(order, step, canDrift);
      if (isAllowed(next) && !tried.containsKey(next) && aicc(next) < aicc(order)) {
        return next;
      }
      if (tried.size() >= TRIED_MAX) {
        break;
      }
    }
    return order;
  }

  /// Changes of p, q, P, Q and of the constant.
  private static final int[][] STEPS = {
    {0, 0, -1, 0, 0},
    {0, 0, 0, -1, 0},
    {0, 0, 1, 0, 0},
    {0, 0, 0, 1, 0},
    {0, 0, -1, -1, 0},
    {0, 0, 1, 1, 0},
    {-1, 0, 0, 0, 0},
    {0, -1, 0, 0, 0},
    {1, 0, 0, 0, 0},
    {0, 1, 0, 0, 0},
    {-1, -1, 0, 0, 0},
    {1, 1, 0, 0, 0},
    {-1, 1, 0, 0, 0},
    {1, -1, 0, 0, 0},
    {0, 0, -1, 1, 0},
    {0, 0, 1, -1, 0},
    {0, 0, 0, 0, 1}
  };

  private ArimaOrder moved(ArimaOrder order, int[] step, boolean canDrift) {
    int p = order.ar() + step[0];
    int q = order.ma() + step[1];
    int seasonalP = order.seasonalAr() + step[2];
    int seasonalQ = order.seasonalMa() + step[3];
    if (Math.min(Math.min(p, q), Math.min(seasonalP, seasonalQ)) < 0) {
      return order;
    }
    boolean constant = step[4] == 0 ? order.constant() : canDrift && !order.constant();
    return order.with(p, q, seasonalP, seasonalQ, constant);
  }

  private boolean isAllowed(ArimaOrder order) {
    int seasonalMax = period > 1 ? SEASONAL_MAX : 0;
    return order.ar() <= ORDER_MAX
        && order.ma() <= ORDER_MAX
        && order.seasonalAr() <= seasonalMax
        && order.seasonalMa() <= seasonalMax
        && order.ar() + order.ma() + order.seasonalAr() + order.seasonalMa() <= SUM_MAX;
  }

  private double aicc(ArimaOrder order) {
    return quick(order).aicc();
  }

  private Arima.Quick quick(ArimaOrder order) {
    return tried.computeIfAbsent(order, any -> new Arima(series, any, stop).quick(exactly));
  }

  /// How many times to difference: until the KPSS test sees a constant level.
  private static int differences(double[] series, int seasonal) {
    double[] rest = series;
    int count = 0;
    int most = seasonal > 0 ? 1 : DIFFERENCES_MAX;
    while (count < most && rest.length > 6 && kpss(rest) > KPSS_CRITICAL) {
      rest = Polynomials.apply(Polynomials.difference(1, 1), rest);
      count++;
    }
    return count;
  }

  /// The statistic of Kwiatkowski, Phillips, Schmidt and Shin
  /// ([1992](https://doi.org/10.1016/0304-4076(92)90104-Y)) for a constant level.
  static double kpss(double[] series) {
    int n = series.length;
    double mean = Arrays.stream(series).average().orElse(0);
    double[] away = Arrays.stream(series).map(v -> v - mean).toArray();
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (double value : away) {
      sum += value;
      squares += sum * sum;
      variance += value * value / n;
    }
    int lags = (int) (3 * Math.sqrt(n) / 13);
    for (int lag = 1; lag <= lags; lag++) {
      double together = 0;
      for (int i = lag; i < n; i++) {
        together += away[i] * away[i - lag];
      }
      variance += 2 * (1 - lag / (lags + 1.0)) * together / n;
    }
    return variance <= 0 ? 0 : squares / ((double) n * n * variance);
  }
}
