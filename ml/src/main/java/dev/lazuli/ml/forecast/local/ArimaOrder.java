package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.InvalidInput;

/// The order of a seasonal ARIMA model: (p, d, q)(P, D, Q) with a period.
///
/// @param ar p
/// @param differences d
/// @param ma q
/// @param seasonalAr P
/// @param seasonalDifferences D
/// @param seasonalMa Q
/// @param period values in a season; 1 for none
/// @param constant whether the differenced series has a mean: the series' mean, or its drift
public record ArimaOrder(
    int ar,
    int differences,
    int ma,
    int seasonalAr,
    int seasonalDifferences,
    int seasonalMa,
    int period,
    boolean constant) {
  /// Refuses orders out of range.
  public ArimaOrder {
    int least =
        Math.min(
            Math.min(Math.min(ar, differences), Math.min(ma, seasonalAr)),
            Math.min(seasonalDifferences, seasonalMa));
    if (least < 0 || period < 1) {
      throw new InvalidInput("arima", "an order of ARIMA is negative");
    }
  }

  /// An order without a season.
  public static ArimaOrder of(int ar, int differences, int ma, boolean constant) {
    return new ArimaOrder(ar, differences, ma, 0, 0, 0, 1, constant);
  }

  /// How many numbers are fitted, the variance among them.
  public int parameters() {
    return ar + ma + seasonalAr + seasonalMa + (constant ? 2 : 1);
  }

  /// How many values differencing takes.
  public int lost() {
    return differences + seasonalDifferences * period;
  }

  ArimaOrder with(int p, int q, int seasonalP, int seasonalQ, boolean withConstant) {
    return new ArimaOrder(
        p, differences, q, seasonalP, seasonalDifferences, seasonalQ, period, withConstant);
  }

  /// The order for people, such as `(1,1,2)(0,1,1)[12] with drift`.
  public String text() {
    String seasonal =
        period == 1
            ? ""
            : "(%d,%d,%d)[%d]".formatted(seasonalAr, seasonalDifferences, seasonalMa, period);
    return "(%d,%d,%d)%s%s"
        .formatted(ar, differences, ma, seasonal, constant ? " with constant" : "");
  }
}
