package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.ModelCard;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.ForecastModel;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A loaded model that forecasts series.
///
/// It answers as Azure's deployments of AutoML's forecasts do: the script for `data` and that for
/// `Inputs` with times and ids beside the forecasts, MLflow's own forms with the forecasts alone.
final class SeriesScorer implements ModelScorer {
  /// The levels of Azure's script when the request names none.
  private static final List<Double> INTERVAL = List.of(0.025, 0.975);

  private final ForecastModel model;
  private final Signature signature;

  SeriesScorer(ForecastModel model) {
    this.model = model;
    this.signature = model.signature();
  }

  @Override
  public ModelCard described() {
    return new ModelCard(
        signature,
        Json.parse(model.example().write()),
        SignatureType.DOUBLE,
        "The forecast of %s for each row.".formatted(model.ends().target()),
        "%d columns, %d series, %d members"
            .formatted(signature.size(), model.ends().series().size(), model.members().size()));
  }

  @Override
  public byte[] score(byte[] body, long deadline) {
    StopSignal stop =
        StopSignal.after(
            Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), System::nanoTime);
    try {
      SeriesRequest request = SeriesRequest.parse(body, signature, model.ends().target());
      boolean bounds = request.form() == ScoreForm.INPUTS && request.quantiles().isEmpty();
      List<Double> levels = bounds ? INTERVAL : request.quantiles();
      double[][] numbers =
          request.rows().rowCount() == 0
              ? new double[1 + levels.size()][0]
              : model.forecastNumbers(request.rows(), levels, stop);
      return Json.bytes(answer(request, levels, numbers));
    } catch (InvalidInput wrong) {
      throw new Problem.Invalid(wrong.subject(), String.valueOf(wrong.getMessage()));
    } catch (StopSignal.Stopped late) {
      throw new Problem.LimitReached(
          "forecasting took longer than the deployment's request time-out");
    }
  }

  private JsonNode answer(SeriesRequest request, List<Double> levels, double[][] numbers) {
    return switch (request.form()) {
      case INPUT_DATA -> plain(levels, numbers);
      case DATA -> {
        ObjectNode result = withIndex(request, numbers);
        if (!levels.isEmpty()) {
          result.set("quantiles", quantiles(levels, numbers));
        }
        yield result;
      }
      case INPUTS -> {
        ObjectNode result = withIndex(request, numbers);
        result.set("prediction_interval", interval(levels, numbers));
        if (levels.size() > 2) {
          result.set("quantiles", quantiles(levels, numbers));
        }
        yield Json.object().set("Results", result);
      }
      case DATAFRAME_SPLIT, DATAFRAME_RECORDS, TENSORS, INSTANCES ->
          Json.object().set("predictions", plain(levels, numbers));
    };
  }

  /// The forecasts; with quantiles a record for each row, as MLflow writes tables.
  private static ArrayNode plain(List<Double> levels, double[][] numbers) {
    if (levels.isEmpty()) {
      return list(numbers[0]);
    }
    ArrayNode records = Json.array();
    for (int row = 0; row < numbers[0].length; row++) {
      ObjectNode record = records.addObject().put("prediction", numbers[0][row]);
      for (int q = 0; q < levels.size(); q++) {
        record.put("quantile_" + levels.get(q), numbers[q + 1][row]);
      }
    }
    return records;
  }

  private ObjectNode withIndex(SeriesRequest request, double[][] numbers) {
    ObjectNode result = Json.object();
    result.set("forecast", list(numbers[0]));
    result.set("index", index(request.rows()));
    return result;
  }

  /// Times, as milliseconds since 1970, and ids of the rows.
  private ArrayNode index(Frame rows) {
    List<Column> columns = new ArrayList<>();
    columns.add(rows.require(model.ends().timeColumn()));
    model.ends().idColumns().forEach(id -> columns.add(rows.require(id)));
    ArrayNode index = Json.array();
    for (int row = 0; row < rows.rowCount(); row++) {
      ObjectNode record = index.addObject();
      for (int place = 0; place < columns.size(); place++) {
        Column column = columns.get(place);
        boolean whole = signature.inputs().get(place).type() == SignatureType.LONG;
        switch (column) {
          case NumberColumn numbers -> record.put(column.name(), (long) numbers.value(row));
          case TextColumn texts -> {
            if (whole) {
              record.put(column.name(), Long.parseLong(texts.text(row)));
            } else {
              record.put(column.name(), texts.text(row));
            }
          }
        }
      }
    }
    return index;
  }

  /// Texts such as `[1.5, 4.0]`, as Azure's script writes them.
  private static ArrayNode interval(List<Double> levels, double[][] numbers) {
    double[] low = numbers[1 + levels.indexOf(Collections.min(levels))];
    double[] high = numbers[1 + levels.indexOf(Collections.max(levels))];
    ArrayNode texts = Json.array();
    for (int row = 0; row < low.length; row++) {
      texts.add("[%s, %s]".formatted(low[row], high[row]));
    }
    return texts;
  }

  private static ObjectNode quantiles(List<Double> levels, double[][] numbers) {
    ObjectNode quantiles = Json.object();
    for (int q = 0; q < levels.size(); q++) {
      quantiles.set(Double.toString(levels.get(q)), list(numbers[q + 1]));
    }
    return quantiles;
  }

  private static ArrayNode list(double[] values) {
    ArrayNode list = Json.array();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
