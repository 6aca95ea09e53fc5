package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.local.ArimaModel;
import dev.lazuli.ml.forecast.local.ArimaOrder;
import dev.lazuli.ml.forecast.local.CrostonModel;
import dev.lazuli.ml.forecast.local.DriftModel;
import dev.lazuli.ml.forecast.local.EtsForm;
import dev.lazuli.ml.forecast.local.EtsModel;
import dev.lazuli.ml.forecast.local.Likelihood;
import dev.lazuli.ml.forecast.local.RepeatModel;
import dev.lazuli.ml.forecast.local.SeasonModel;
import dev.lazuli.ml.forecast.local.SeriesModel;
import dev.lazuli.ml.forecast.local.ThetaModel;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import java.util.List;

/// Models of one series as JSON, and back.
final class ModelRecord {
  private ModelRecord() {}

  static Json write(SeriesModel model) {
    return switch (model) {
      case RepeatModel repeat ->
          Json.object()
              .with("kind", "repeat")
              .with("values", Json.numbers(repeat.values()))
              .with("counts", numbers(repeat.counts()))
              .with("place", repeat.place())
              .with("mean", repeat.isMean());
      case DriftModel drift ->
          Json.object()
              .with("kind", "drift")
              .with("first", drift.first())
              .with("last", drift.last())
              .with("count", (double) drift.count());
      case EtsModel ets ->
          Json.object()
              .with("kind", "ets")
              .with("form", ets.form().name())
              .with("smoothing", Json.numbers(ets.smoothing()))
              .with("level", ets.level())
              .with("trend", ets.trend())
              .with("seasons", Json.numbers(ets.seasons()))
              .with("place", ets.place());
      case ThetaModel theta ->
          Json.object()
              .with("kind", "theta")
              .with("state", Json.numbers(theta.state()))
              .with("seasons", Json.numbers(theta.seasons()));
      case ArimaModel arima -> arima(arima);
      case CrostonModel croston ->
          Json.object()
              .with("kind", "croston")
              .with("method", croston.method().name())
              .with("state", Json.numbers(croston.state()));
      case SeasonModel seasons ->
          Json.object()
              .with("kind", "seasons")
              .with(
                  "seasons",
                  new Json.Items(seasons.seasons().stream().map(ModelRecord::write).toList()))
              .with("rest", write(seasons.rest()));
    };
  }

  private static Json arima(ArimaModel arima) {
    ArimaOrder order = arima.order();
    return Json.object()
        .with("kind", "arima")
        .with(
            "order",
            Json.numbers(
                order.ar(),
                order.differences(),
                order.ma(),
                order.seasonalAr(),
                order.seasonalDifferences(),
                order.seasonalMa(),
                order.period(),
                order.constant() ? 1 : 0))
        .with("value_weights", Json.numbers(arima.valueWeights()))
        .with("error_weights", Json.numbers(arima.errorWeights()))
        .with("constant", arima.constant())
        .with("values", Json.numbers(arima.values()))
        .with("errors", Json.numbers(arima.errors()));
  }

  static SeriesModel read(Json json) {
    return switch (json.require("kind").text()) {
      case "repeat" -> repeat(json);
      case "drift" ->
          new DriftModel(
              json.require("first").number(),
              json.require("last").number(),
              (long) json.require("count").number());
      case "ets" ->
          new EtsModel(
              EtsForm.parse(json.require("form").text()),
              doubles(json, "smoothing"),
              json.require("level").number(),
              json.require("trend").number(),
              doubles(json, "seasons"),
              json.require("place").integer(),
              Likelihood.unknown());
      case "theta" -> ThetaModel.of(doubles(json, "state"), doubles(json, "seasons"));
      case "arima" -> {
        int[] order = Arrays.stream(doubles(json, "order")).mapToInt(v -> (int) v).toArray();
        yield new ArimaModel(
            new ArimaOrder(
                order[0],
                order[1],
                order[2],
                order[3],
                order[4],
                order[5],
                order[6],
                order[7] == 1),
            doubles(json, "value_weights"),
            doubles(json, "error_weights"),
            json.require("constant").number(),
            doubles(json, "values"),
            doubles(json, "errors"),
            Likelihood.unknown());
      }
      case "croston" -> {
        double[] state = doubles(json, "state");
        yield new CrostonModel(
            CrostonModel.Method.valueOf(json.require("method").text()),
            state[0],
            state[1],
            state[2],
            state[3],
            (long) state[4]);
      }
      case "seasons" ->
          new SeasonModel(
              json.require("seasons").items().stream().map(ModelRecord::repeat).toList(),
              read(json.require("rest")));
      default -> throw new InvalidInput("model", "unknown model of a series: " + json.write());
    };
  }

  private static RepeatModel repeat(Json json) {
    return new RepeatModel(
        doubles(json, "values"),
        Arrays.stream(doubles(json, "counts")).mapToLong(v -> (long) v).toArray(),
        json.require("place").integer(),
        json.require("mean").truth());
  }

  private static Json numbers(long[] values) {
    return Json.numbers(Arrays.stream(values).mapToDouble(v -> (double) v).toArray());
  }

  static double[] doubles(Json json, String name) {
    return json.require(name).items().stream().mapToDouble(Json::number).toArray();
  }

  static List<Integer> integers(Json json, String name) {
    return json.require(name).items().stream().map(Json::integer).toList();
  }

  static Json numbers(List<Integer> values) {
    return Json.numbers(values.stream().mapToDouble(v -> v).toArray());
  }
}
