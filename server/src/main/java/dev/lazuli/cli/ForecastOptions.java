package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.holiday.HolidayCalendar;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.panel.PanelOptions;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.ShortSeries;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `lazuli automl train` is told about time series.
final class ForecastOptions {
  private static final int THREADS_MAX = 8;

  @Option(
      names = "--horizon",
      paramLabel = "N",
      description = "Values to forecast (default: what is common at the frequency).")
  private int horizon;

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description = "Column that tells series apart; may be given more than once.")
  private @Nullable List<String> ids;

  @Option(
      names = "--frequency",
      paramLabel = "ALIAS",
      description = "Time between values, such as D, h, 15min, W, BME (default: found).")
  private String frequency = "";

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "Where days begin, such as Europe/Oslo (default: UTC).")
  private String zone = "UTC";

  @Option(
      names = "--unknown-ahead",
      paramLabel = "COLUMN",
      description = "Column whose future values are not known; may be given more than once.")
  private @Nullable List<String> unknownAhead;

  @Option(
      names = "--aggregate",
      paramLabel = "FUNCTION",
      description = "Joins rows of one step: sum, mean, min or max (default: they are refused).")
  private String aggregate = "";

  @Option(
      names = "--short-series",
      paramLabel = "RULE",
      description = "auto, pad, drop or none (default: auto).")
  private String shortSeries = "";

  @Option(
      names = "--stl",
      paramLabel = "PARTS",
      description =
          "Parts of the series that boosting sees: season or season_trend (default: none).")
  private String stl = "";

  @Option(
      names = "--feature-lags",
      description = "Boosting sees earlier values of the numeric columns too.")
  private boolean featureLags;

  @Option(
      names = "--holidays",
      paramLabel = "CSV",
      description = "Table of holidays with columns date, name and if any country.")
  private @Nullable Path holidays;

  @Option(
      names = "--country",
      paramLabel = "CODE",
      description =
          "Country whose holidays count, such as NO: those built in, or rows of --holidays.")
  private String country = "";

  /// Whether series are to be forecast.
  ///
  /// @param task as `--task` has it; null when not given
  static boolean isAsked(@Nullable String task) {
    return task != null && task.toLowerCase(Locale.ROOT).equals("forecasting");
  }

  /// What is asked for.
  ///
  /// @param timeColumn as `--time-column` has it; empty when not given
  /// @param dropped columns to leave out
  ForecastSettings settings(String timeColumn, String target, List<String> dropped)
      throws IOException {
    if (timeColumn.isEmpty()) {
      throw new Problem.Invalid("--time-column", "forecasting needs --time-column");
    }
    SeriesOptions series =
        SeriesOptions.of(timeColumn, target)
            .withFrequency(frequency)
            .withZone(zoneId())
            .withAggregate(SeriesOptions.Aggregate.parse(aggregate))
            .withIdColumns(idColumns())
            .withUnknownAhead(unknownAhead == null ? List.of() : unknownAhead)
            .withIgnored(dropped);
    return ForecastSettings.of(series)
        .withHorizon(horizon)
        .withShortSeries(ShortSeries.parse(shortSeries))
        .withThreads(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX))
        .withPanel(
            PanelOptions.usual()
                .withStl(Decomposition.parse(stl))
                .withFeatureLags(featureLags)
                .withHolidays(calendar()));
  }

  /// The columns that tell series apart.
  List<String> idColumns() {
    return ids == null ? List.of() : ids;
  }

  private ZoneId zoneId() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      throw new Problem.Invalid("--time-zone", zone, "a zone such as Europe/Oslo or UTC");
    }
  }

  private Holidays calendar() throws IOException {
    if (holidays == null) {
      return country.isEmpty() ? Holidays.none() : HolidayCalendar.of(country).holidays();
    }
    return Holidays.read(CsvReader.read(holidays, CsvOptions.defaults()).frame(), country);
  }
}
