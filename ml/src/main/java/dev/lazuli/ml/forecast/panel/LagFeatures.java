package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.forecast.series.TimeGrid;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/// The features of one forecast: a series, where it stands, and how many steps ahead.
///
/// Values are less the base and by the series' scale. The saved model's Python code makes the same
/// features in the same order.
public final class LagFeatures {
  /// More series than this are not told apart by a feature.
  static final int SERIES_MAX = 200;

  private final LagPlan plan;
  private final TimeGrid grid;
  private final Holidays holidays;
  private final List<Regressor> regressors;
  private final int seriesCount;
  private final List<CalendarPart> parts;

  /// Features by a plan.
  public LagFeatures(
      LagPlan plan, TimeGrid grid, Holidays holidays, List<Regressor> regressors, int seriesCount) {
    this.plan = plan;
    this.grid = grid;
    this.holidays = holidays;
    this.regressors = List.copyOf(regressors);
    this.seriesCount = seriesCount;
    this.parts = CalendarPart.of(grid.frequency());
  }

  /// The plan.
  public LagPlan plan() {
    return plan;
  }

  /// The parts of the calendar, in the order of features.
  public List<CalendarPart> parts() {
    return parts;
  }

  /// Whether the series' code is the last feature.
  public boolean hasSeries() {
    return seriesCount > 1 && seriesCount <= SERIES_MAX;
  }

  /// One feature.
  ///
  /// @param cardinality how many codes a category has; 0 for numbers
  record Kind(String name, int cardinality) {}

  List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    kinds.add(new Kind("step", 0));
    for (int lag = 1; lag <= plan.recent(); lag++) {
      kinds.add(new Kind("lag_" + lag, 0));
    }
    plan.lags().forEach(lag -> kinds.add(new Kind("lag_" + lag, 0)));
    for (int period : plan.periods()) {
      for (int cycle = 0; cycle < plan.cycles(); cycle++) {
        kinds.add(new Kind("season_%d_%d".formatted(period, cycle), 0));
      }
      kinds.add(new Kind("season_%d_mean".formatted(period), 0));
    }
    for (int window : plan.windows()) {
      kinds.add(new Kind("mean_" + window, 0));
      kinds.add(new Kind("spread_" + window, 0));
    }
    switch (plan.stl()) {
      case NONE -> {}
      case SEASON -> kinds.add(new Kind("stl_season", 0));
      case SEASON_TREND ->
          List.of("stl_season", "stl_trend", "stl_rise")
              .forEach(part -> kinds.add(new Kind(part, 0)));
    }
    parts.forEach(part -> kinds.add(new Kind(part.key(), 0)));
    if (!holidays.isEmpty()) {
      kinds.add(new Kind("holiday", holidays.names().size()));
      kinds.add(new Kind("days_to_holiday", 0));
      kinds.add(new Kind("days_since_holiday", 0));
    }
    for (Regressor regressor : regressors) {
      kinds.add(new Kind(regressor.name(), regressor.categories().size()));
      if (hasPast(regressor)) {
        kinds.add(new Kind(regressor.name() + "_then", 0));
      }
      if (!regressor.isCategory()) {
        plan.regressorLags()
            .forEach(lag -> kinds.add(new Kind(regressor.name() + "_lag_" + lag, 0)));
      }
    }
    if (hasSeries()) {
      kinds.add(new Kind("series", seriesCount));
    }
    return kinds;
  }

  /// Whether the regressor's value one period earlier is a feature too.
  private boolean hasPast(Regressor regressor) {
    return regressor.knownAhead() && !regressor.isCategory() && !plan.periods().isEmpty();
  }

  /// How many features there are.
  public int width() {
    return kinds().size();
  }

  /// What the target at this step is counted from.
  ///
  /// @param origin how many values are known
  /// @param step 1 for the next
  double base(Track track, int origin, int step) {
    double last = track.value(origin - 1);
    if (plan.periods().isEmpty()) {
      return last;
    }
    if (plan.base() == LagPlan.Origin.SEASON) {
      int period = plan.periods().getLast();
      double then = track.value(origin + step - 1 - period * Math.ceilDiv(step, period));
      return Double.isNaN(then) ? last : then;
    }
    double mean = mean(track, origin, plan.periods().getFirst());
    return Double.isNaN(mean) ? last : mean;
  }

  private static double mean(Track track, int origin, int window) {
    double sum = 0;
    for (int place = origin - window; place < origin; place++) {
      sum += track.value(place);
    }
    return sum / window;
  }

  private static double spread(Track track, int origin, int window, double mean) {
    double squares = 0;
    for (int place = origin - window; place < origin; place++) {
      double away = track.value(place) - mean;
      squares += away * away;
    }
    return Math.sqrt(squares / window);
  }

  /// Writes the features of one forecast into `row`.
  ///
  /// @param origin how many values are known
  /// @param step 1 for the next
  /// @param seasons of this plan
  void fill(Track track, int origin, int step, TrackSeasons seasons, double[] row) {
    double base = base(track, origin, step);
    double scale = track.scale();
    int target = origin + step - 1;
    int at = 0;
    row[at++] = step;
    for (int lag = 1; lag <= plan.recent(); lag++) {
      row[at++] = (track.value(origin - lag) - base) / scale;
    }
    for (int lag : plan.lags()) {
      row[at++] = (track.value(origin - lag) - base) / scale;
    }
    for (int period : plan.periods()) {
      double sum = 0;
      for (int cycle = 0; cycle < plan.cycles(); cycle++) {
        int place = target - period * (Math.ceilDiv(step, period) + cycle);
        double value = (track.value(place) - base) / scale;
        sum += value;
        row[at++] = value;
      }
      row[at++] = sum / plan.cycles();
    }
    for (int window : plan.windows()) {
      double mean = mean(track, origin, window);
      row[at++] = (mean - base) / scale;
      row[at++] = spread(track, origin, window, mean) / scale;
    }
    if (plan.stl() != Decomposition.NONE) {
      seasons.stand(track, origin);
      row[at++] = seasons.season(target) / scale;
      if (plan.stl() == Decomposition.SEASON_TREND) {
        row[at++] = (seasons.trend() - base) / scale;
        row[at++] = seasons.rise() / scale;
      }
    }
    at = calendar(track.start() + target, row, at);
    at = regressors(track, origin, step, row, at);
    if (hasSeries()) {
      row[at] = track.code();
    }
  }

  private int regressors(Track track, int origin, int step, double[] row, int from) {
    int at = from;
    int target = origin + step - 1;
    for (int r = 0; r < regressors.size(); r++) {
      Regressor regressor = regressors.get(r);
      int latest = regressor.knownAhead() ? target : origin - 1;
      row[at++] = track.regressor(r, latest);
      if (hasPast(regressor)) {
        int period = plan.periods().getLast();
        row[at++] = track.regressor(r, target - period * Math.ceilDiv(step, period));
      }
      if (!regressor.isCategory()) {
        for (int lag : plan.regressorLags()) {
          row[at++] = track.regressor(r, latest - lag);
        }
      }
    }
    return at;
  }

  private int calendar(long number, double[] row, int from) {
    int at = from;
    if (parts.isEmpty() && holidays.isEmpty()) {
      return at;
    }
    ZonedDateTime time = Instant.ofEpochMilli(grid.time(number)).atZone(grid.zone());
    for (CalendarPart part : parts) {
      row[at++] = part.at(time);
    }
    if (!holidays.isEmpty()) {
      long day = time.toLocalDate().toEpochDay();
      row[at++] = holidays.name(day);
      row[at++] = holidays.until(day);
      row[at++] = holidays.since(day);
    }
    return at;
  }
}
