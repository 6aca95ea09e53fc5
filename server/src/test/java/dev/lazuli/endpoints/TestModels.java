package dev.lazuli.endpoints;

import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.forecast.ForecastModel;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.Forecasting;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.CategoryEncoding;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.time.LocalDate;
import java.util.List;

/// Models so small that a reader can predict for them.
public final class TestModels {
  private TestModels() {}

  /// A price: 100 up to one carat, else 200; 10 more for an `Ideal` cut, 1 more with a depth above
  /// 60. The columns are `carat` (required), `cut` (required) and `depth`.
  public static TabularModel price() {
    return model(Target.number("price"), Link.IDENTITY, 100, 200);
  }

  /// A class, `no` or `yes`: `yes` above one carat.
  public static TabularModel yesOrNo() {
    Target target =
        new Target("big", Task.CLASSIFICATION, SignatureType.STRING, List.of("no", "yes"));
    return model(target, Link.LOGIT, -20, 20);
  }

  /// A class that is a number, 3 or 7: 7 above one carat.
  public static TabularModel threeOrSeven() {
    Target target = new Target("big", Task.CLASSIFICATION, SignatureType.LONG, List.of("3", "7"));
    return model(target, Link.LOGIT, -20, 20);
  }

  /// Forecasts of two shops, whose sales go up by 1 and by 2 each day: 60 on 2026-03-02 in shop 1,
  /// 120 in shop 2. The columns are `day`, `shop` (whole numbers) and `sold`.
  public static ForecastModel sales() {
    int days = 60;
    double[] times = new double[2 * days];
    double[] shops = new double[2 * days];
    double[] sold = new double[2 * days];
    for (int row = 0; row < times.length; row++) {
      times[row] = 86_400_000.0 * (LocalDate.of(2026, 1, 1).toEpochDay() + row % days);
      shops[row] = 1 + row / days;
      sold[row] = shops[row] * (row % days);
    }
    Frame table =
        new Frame(
            List.of(
                new NumberColumn("day", ColumnType.DATETIME, times),
                new NumberColumn("shop", ColumnType.INTEGER, shops),
                new NumberColumn("sold", ColumnType.NUMBER, sold)));
    SeriesOptions series = SeriesOptions.of("day", "sold").withIdColumns(List.of("shop"));
    return Forecasting.run(
            table,
            ForecastSettings.of(series).withHorizon(7).withAlgorithms(List.of("Drift"), List.of()))
        .model();
  }

  private static TabularModel model(Target target, Link link, double small, double big) {
    Signature signature =
        new Signature(
            List.of(
                new Signature.Input("carat", SignatureType.DOUBLE, true),
                new Signature.Input("cut", SignatureType.STRING, true),
                new Signature.Input("depth", SignatureType.DOUBLE, false)));
    RowEncoder encoder =
        new RowEncoder(
            signature,
            List.of(
                new NumericEncoding(0, "carat"),
                new CategoryEncoding(1, "cut", List.of("Fair", "Ideal")),
                new NumericEncoding(2, "depth")));
    TreeBuilder carat = new TreeBuilder(2);
    carat.split(0, 0, 1, true, 1);
    carat.leaf(0, small, 1);
    carat.leaf(1, big, 1);
    TreeBuilder cut = new TreeBuilder(2);
    cut.splitCodes(0, 1, new long[] {0b10}, 1);
    cut.leaf(0, 10, 1);
    cut.leaf(1, 0, 1);
    TreeBuilder depth = new TreeBuilder(2);
    depth.split(0, 2, 60, true, 1);
    depth.leaf(0, 0, 1);
    depth.leaf(1, 1, 1);
    TreeEnsemble trees =
        new TreeEnsemble(List.of(carat.build(), cut.build(), depth.build()), 3, new double[] {0});
    Json example =
        Json.parse("{\"columns\":[\"carat\",\"cut\",\"depth\"],\"data\":[[0.5,\"Ideal\",61.5]]}");
    return new TabularModel(
        target, encoder, List.of(Member.of("LightGBM", 1, new Member.Trees(trees), link)), example);
  }
}
