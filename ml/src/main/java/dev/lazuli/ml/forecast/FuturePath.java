package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.local.SeriesModel;
import dev.lazuli.ml.forecast.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How one series goes on: its known values, and forecasts where none is known.
///
/// Each forecast stands on all that lies before it, known or forecast, and on nothing after it.
final class FuturePath {
  private final ForecastModel model;
  private final int place;
  private final FutureRows.Ask ask;
  private final StopSignal stop;
  private final double[] values;
  private final int[] sinceKnown;

  /// The members' models of this series, standing behind the first [#learned] values.
  private final List<SeriesModel> standing = new ArrayList<>();

  private int learned;

  FuturePath(ForecastModel model, int place, FutureRows.Ask ask, StopSignal stop) {
    this.model = model;
    this.place = place;
    this.ask = ask;
    this.stop = stop;
    this.values = ask.known().clone();
    this.sinceKnown = new int[values.length];
    for (ForecastMember member : model.members()) {
      if (member instanceof ForecastMember.Local(_, _, var models)) {
        standing.add(models.get(place));
      }
    }
    for (int at = 0; at < values.length; at++) {
      if (Double.isNaN(values[at])) {
        at = fill(at) - 1;
      }
    }
  }

  /// The value at a step from 1 on.
  double value(int step) {
    return values[step - 1];
  }

  /// How many steps before this one a value is known, or the series' end lies; 0 for a known value.
  int sinceKnown(int step) {
    return sinceKnown[step - 1];
  }

  /// Forecasts from `from` on to the next known value; returns where that stands.
  private int fill(int from) {
    int to = from;
    while (to < values.length && Double.isNaN(values[to])) {
      to++;
    }
    double[] sum = new double[to - from];
    double[] before = Arrays.copyOf(values, from);
    double[] news = Arrays.copyOfRange(values, learned, from);
    learned = from;
    int local = 0;
    for (ForecastMember member : model.members()) {
      stop.check();
      double[] forecast =
          switch (member) {
            case ForecastMember.Local _ -> {
              standing.set(local, standing.get(local).after(news));
              yield standing.get(local++).forecast(sum.length);
            }
            case ForecastMember.Panel(_, _, var panel) -> {
              Series end = model.ends().series().get(place);
              yield panel.forecast(
                  ask.track(end, place, model.scales()[place], before),
                  end.size() + from,
                  sum.length,
                  stop);
            }
          };
      for (int i = 0; i < sum.length; i++) {
        sum[i] += member.weight() * forecast[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      values[from + i] = model.bounded(place, sum[i]);
      sinceKnown[from + i] = i + 1;
    }
    return to;
  }
}
