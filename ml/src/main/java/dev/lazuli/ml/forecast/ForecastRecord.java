package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.panel.CalendarPart;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.panel.LagFeatures;
import dev.lazuli.ml.forecast.panel.LagPlan;
import dev.lazuli.ml.forecast.panel.PanelModel;
import dev.lazuli.ml.forecast.series.Frequency;
import dev.lazuli.ml.forecast.series.MonthPlace;
import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.forecast.series.TimeGrid;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.NumberArrays;
import dev.lazuli.ml.model.TreeArrays;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A forecast model as JSON, its long rows of numbers in arrays beside it.
final class ForecastRecord {
  private static final int FORMAT = 1;

  private final NumberArrays arrays;

  ForecastRecord(NumberArrays arrays) {
    this.arrays = arrays;
  }

  Json write(ForecastModel model) {
    SeriesSet ends = model.ends();
    TimeGrid grid = ends.grid();
    List<Json> members = new ArrayList<>();
    for (ForecastMember member : model.members()) {
      members.add(member(member, "member" + members.size() + "_"));
    }
    double[][] sorted = model.spread().sorted();
    arrays.put("spread", Arrays.stream(sorted).flatMapToDouble(Arrays::stream).toArray());
    arrays.put("spread_counts", Arrays.stream(sorted).mapToInt(one -> one.length).toArray());
    return Json.object()
        .with("format", FORMAT)
        .with("task", "forecasting")
        .with("target", ends.target())
        .with("time_column", ends.timeColumn())
        .with("dates", ends.dates().key())
        .with("id_columns", Json.texts(ends.idColumns()))
        .with("unit", grid.frequency().unit().name())
        .with("count", grid.frequency().count())
        .with("zone", grid.zone().getId())
        .with("origin", (double) grid.origin())
        .with("month_place", grid.place().key())
        .with("horizon", model.horizon())
        .with("periods", ModelRecord.numbers(model.periods()))
        .with("quantiles", Json.numbers(model.quantiles().stream().mapToDouble(q -> q).toArray()))
        .with("regressors", regressors(ends))
        .with("holidays", holidays(model.holidays()))
        .with("series", series(model))
        .with("members", new Json.Items(members));
  }

  private static Json regressors(SeriesSet ends) {
    List<Json> regressors = new ArrayList<>();
    for (Regressor regressor : ends.regressors()) {
      regressors.add(
          Json.object()
              .with("name", regressor.name())
              .with("categories", Json.texts(regressor.categories()))
              .with("known_ahead", regressor.knownAhead())
              .with("fill", regressor.fill().key()));
    }
    return new Json.Items(regressors);
  }

  private static Json holidays(Holidays holidays) {
    Map<Long, Integer> days = new TreeMap<>(holidays.days());
    return Json.object()
        .with("names", Json.texts(holidays.names()))
        .with("days", Json.numbers(days.keySet().stream().mapToDouble(day -> day).toArray()))
        .with("places", Json.numbers(days.values().stream().mapToDouble(p -> p).toArray()));
  }

  private Json series(ForecastModel model) {
    List<Json> list = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (Series series : model.ends().series()) {
      int place = list.size();
      list.add(
          Json.object()
              .with("id", Json.texts(series.id()))
              .with("start", (double) series.start())
              .with("length", series.size())
              .with("scale", model.scales()[place])
              .with("non_negative", model.nonNegative()[place]));
      values.add(series.values());
      for (int r = 0; r < model.ends().regressors().size(); r++) {
        columns.add(series.regressor(r));
      }
    }
    arrays.put("values", values.stream().flatMapToDouble(Arrays::stream).toArray());
    arrays.put("regressors", columns.stream().flatMapToDouble(Arrays::stream).toArray());
    return new Json.Items(list);
  }

  private Json member(ForecastMember member, String prefix) {
    return switch (member) {
      case ForecastMember.Local(String name, double weight, var models) ->
          Json.object()
              .with("name", name)
              .with("weight", weight)
              .with("kind", "local")
              .with("models", new Json.Items(models.stream().map(ModelRecord::write).toList()));
      case ForecastMember.Panel(String name, double weight, PanelModel model) -> {
        TreeArrays.put(arrays, prefix, model.trees());
        LagFeatures features = model.features();
        LagPlan plan = features.plan();
        yield Json.object()
            .with("name", name)
            .with("weight", weight)
            .with("kind", "panel")
            .with("arrays", prefix)
            .with("horizon", model.horizon())
            .with("recent", plan.recent())
            .with("lags", ModelRecord.numbers(plan.lags()))
            .with("periods", ModelRecord.numbers(plan.periods()))
            .with("cycles", plan.cycles())
            .with("windows", ModelRecord.numbers(plan.windows()))
            .with("base", plan.base().key())
            .with("stl", plan.stl().key())
            .with("regressor_lags", ModelRecord.numbers(plan.regressorLags()))
            .with("parts", Json.texts(features.parts().stream().map(CalendarPart::key).toList()))
            .with("has_series", features.hasSeries());
      }
    };
  }

  ForecastModel read(Json json) {
    if (json.require("format").integer() != FORMAT) {
      throw new InvalidInput(
          "format",
          "the model's format is not %d; it was made by a newer release".formatted(FORMAT));
    }
    TimeGrid grid =
        new TimeGrid(
            new Frequency(
                Frequency.Unit.valueOf(json.require("unit").text()),
                json.require("count").integer()),
            ZoneId.of(json.require("zone").text()),
            (long) json.require("origin").number(),
            MonthPlace.of(json.require("month_place").text()));
    List<Regressor> regressors =
        json.require("regressors").items().stream()
            .map(one ->
                new Regressor(
                    one.require("name").text(),
                    one.require("categories").texts(),
                    one.require("known_ahead").truth(),
                    Regressor.Fill.of(one.require("fill").text())))
            .toList();
    List<Json> series = json.require("series").items();
    SeriesSet ends =
        new SeriesSet(
            json.require("time_column").text(),
            json.find("dates")
                .map(dates -> DateOrder.of(dates.text()))
                .orElse(DateOrder.YEAR_FIRST),
            json.require("target").text(),
            json.require("id_columns").texts(),
            grid,
            regressors,
            series(series, regressors.size()),
            List.of());
    Holidays holidays = holidays(json.require("holidays"));
    List<ForecastMember> members = new ArrayList<>();
    for (Json member : json.require("members").items()) {
      members.add(member(member, ends, holidays));
    }
    boolean[] nonNegative = new boolean[series.size()];
    for (int s = 0; s < nonNegative.length; s++) {
      nonNegative[s] = series.get(s).require("non_negative").truth();
    }
    return new ForecastModel(
        ends,
        json.require("horizon").integer(),
        ModelRecord.integers(json, "periods"),
        holidays,
        series.stream().mapToDouble(one -> one.require("scale").number()).toArray(),
        nonNegative,
        members,
        spread(),
        json.require("quantiles").items().stream().map(Json::number).toList());
  }

  private List<Series> series(List<Json> list, int regressors) {
    double[] values = arrays.doubles("values");
    double[] columns = arrays.doubles("regressors");
    List<Series> series = new ArrayList<>();
    int at = 0;
    int columnAt = 0;
    for (Json one : list) {
      int length = one.require("length").integer();
      if (length < 1 || length > values.length - at) {
        throw new InvalidInput("model", "the model's series do not fit its arrays");
      }
      double[] own = Arrays.copyOfRange(values, at, at + length);
      double[][] ownColumns = new double[regressors][];
      for (int r = 0; r < regressors; r++) {
        ownColumns[r] = Arrays.copyOfRange(columns, columnAt, columnAt + length);
        columnAt += length;
      }
      long start = (long) one.require("start").number();
      series.add(new Series(one.require("id").texts(), start, own, own, ownColumns));
      at += length;
    }
    return series;
  }

  private static Holidays holidays(Json json) {
    double[] days = ModelRecord.doubles(json, "days");
    double[] places = ModelRecord.doubles(json, "places");
    Map<Long, Integer> byDay = new TreeMap<>();
    for (int i = 0; i < days.length; i++) {
      byDay.put((long) days[i], (int) places[i]);
    }
    return new Holidays(json.require("names").texts(), byDay);
  }

  private Spread spread() {
    double[] all = arrays.doubles("spread");
    int[] counts = arrays.ints("spread_counts");
    double[][] sorted = new double[counts.length][];
    int at = 0;
    for (int step = 0; step < counts.length; step++) {
      sorted[step] = Arrays.copyOfRange(all, at, at + counts[step]);
      at += counts[step];
    }
    return new Spread(sorted);
  }

  private ForecastMember member(Json json, SeriesSet ends, Holidays holidays) {
    String name = json.require("name").text();
    double weight = json.require("weight").number();
    return switch (json.require("kind").text()) {
      case "local" -> {
        List<Json> models = json.require("models").items();
        if (models.size() != ends.series().size()) {
          throw new InvalidInput("model", "member '%s' lacks series".formatted(name));
        }
        yield new ForecastMember.Local(
            name, weight, models.stream().map(ModelRecord::read).toList());
      }
      case "panel" -> {
        LagPlan plan =
            new LagPlan(
                json.require("recent").integer(),
                ModelRecord.integers(json, "lags"),
                ModelRecord.integers(json, "periods"),
                json.require("cycles").integer(),
                ModelRecord.integers(json, "windows"),
                LagPlan.Origin.of(json.require("base").text()),
                Decomposition.parse(json.require("stl").text()),
                ModelRecord.integers(json, "regressor_lags"));
        LagFeatures features =
            new LagFeatures(plan, ends.grid(), holidays, ends.regressors(), ends.series().size());
        var trees = TreeArrays.read(arrays, json.require("arrays").text(), features.width());
        yield new ForecastMember.Panel(
            name, weight, new PanelModel(features, trees, json.require("horizon").integer()));
      }
      default -> throw new InvalidInput("model", "unknown member " + json.write());
    };
  }
}
