package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.holiday.HolidayCalendar;
import dev.lazuli.ml.forecast.series.Frequency;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;

/// The times of a forecast, its series, and how far it looks ahead.
///
/// Ours beyond Azure's: `holidays_data`, a table of holidays.
///
/// @param frequency a pandas alias; empty to find it
/// @param cvStep steps between two origins; 0 to choose
/// @param shortSeries Azure's word; empty when nothing is said, as with the words that follow
/// @param country whose holidays count; empty for none
record SeriesSettings(
    String timeColumn,
    Chosen horizon,
    List<String> idColumns,
    String frequency,
    Chosen lags,
    Chosen window,
    Chosen seasonality,
    int cvStep,
    String featureLags,
    String shortSeries,
    String aggregate,
    String country,
    String stl,
    List<String> unknownAhead,
    TableInput holidays) {
  private static final Codec<List<String>> COLUMNS = Codecs.listOrOne(Codecs.text());
  private static final Codec<Chosen> NUMBER = Chosen.number(1, 10_000);

  private static final Codec<String> FREQUENCY =
      Codecs.text().as(SeriesSettings::checked, text -> text);

  private static Codec<String> word(String... words) {
    return Codecs.word(List.of(words));
  }

  /// How they are written.
  static final Description<SeriesSettings> DESCRIPTION =
      Description.of(
          "forecasting",
          "The times of a forecast, its series, and how far it looks ahead.",
          fields -> {
            var time =
                fields.add(
                    required(
                            "time_column_name",
                            Codecs.text().where(text -> !text.isBlank(), "the name of a column"),
                            SeriesSettings::timeColumn)
                        .meaning("The column of times."));
            var horizon =
                fields.add(
                    optional("forecast_horizon", NUMBER, Chosen.UNSAID, SeriesSettings::horizon)
                        .meaning("How many times ahead; `auto` lets the series decide."));
            var ids =
                fields.add(
                    optional(
                            "time_series_id_column_names",
                            COLUMNS,
                            List.of(),
                            SeriesSettings::idColumns)
                        .meaning("Columns that tell several series apart."));
            var frequency =
                fields.add(
                    optional("frequency", FREQUENCY, "", SeriesSettings::frequency)
                        .meaning("Time between two rows, by pandas' aliases: `D`, `h`, `W-MON`."));
            var lags =
                fields.add(
                    optional("target_lags", Chosen.numbers(), Chosen.UNSAID, SeriesSettings::lags)
                        .meaning("How far back values of the target are features."));
            var window =
                fields.add(
                    optional(
                            "target_rolling_window_size",
                            NUMBER,
                            Chosen.UNSAID,
                            SeriesSettings::window)
                        .meaning("Over how many past values the target is averaged."));
            var seasonality =
                fields.add(
                    optional("seasonality", NUMBER, Chosen.UNSAID, SeriesSettings::seasonality)
                        .meaning("The length of a season, in times."));
            var step =
                fields.add(
                    optional("cv_step_size", Codecs.whole(0, 10_000), 0, SeriesSettings::cvStep)
                        .meaning("Times between two of the origins that models are judged at."));
            var featureLags =
                fields.add(
                    optional("feature_lags", word("None", "Auto"), "", SeriesSettings::featureLags)
                        .meaning("Whether past values of other columns are features."));
            var shortSeries =
                fields.add(
                    optional(
                            "short_series_handling_config",
                            word("None", "Auto", "Pad", "Drop"),
                            "",
                            SeriesSettings::shortSeries)
                        .meaning("What becomes of series that are too short to be judged."));
            var aggregate =
                fields.add(
                    optional(
                            "target_aggregate_function",
                            word("None", "Sum", "Max", "Min", "Mean"),
                            "",
                            SeriesSettings::aggregate)
                        .meaning("How several rows of one time become one."));
            var country =
                fields.add(
                    optional(
                            "country_or_region_for_holidays",
                            Codecs.text(),
                            "",
                            SeriesSettings::country)
                        .meaning(
                            "Whose holidays count, by two letters: of `holidays_data`, else of the calendar built in."));
            var stl =
                fields.add(
                    optional(
                            "use_stl",
                            word("None", "Season", "SeasonTrend"),
                            "",
                            SeriesSettings::stl)
                        .meaning("Which parts of a decomposition are features."));
            var unknown =
                fields.add(
                    optional(
                            "features_unknown_at_forecast_time",
                            COLUMNS,
                            List.of(),
                            SeriesSettings::unknownAhead)
                        .meaning("Columns that are not known for times to come."));
            var holidays =
                fields.add(
                    optional(
                            "holidays_data",
                            TableInput.DESCRIPTION,
                            TableInput.NONE,
                            SeriesSettings::holidays)
                        .meaning(
                            "A table of holidays: date, name and country. Ours, not Azure's."));
            return given -> {
              boolean isBuiltIn = given.get(country).isEmpty() || given.get(holidays).isGiven();
              String missing = isBuiltIn ? "" : missing(given.get(country));
              given.refuse(
                  !missing.isEmpty(), country, "cannot be used: " + missing.replace("%", "%%"));
              return new SeriesSettings(
                  given.get(time),
                  given.get(horizon),
                  given.get(ids),
                  given.get(frequency),
                  given.get(lags),
                  given.get(window),
                  given.get(seasonality),
                  given.get(step),
                  given.get(featureLags),
                  given.get(shortSeries),
                  given.get(aggregate),
                  given.get(country),
                  given.get(stl),
                  given.get(unknown),
                  given.get(holidays));
            };
          });

  /// Why a country has no holidays here; empty when it has.
  private static String missing(String country) {
    try {
      HolidayCalendar.of(country);
      return "";
    } catch (InvalidInput unknown) {
      return String.valueOf(unknown.getMessage());
    }
  }

  private static String checked(String frequency) {
    Frequency.parse(frequency);
    return frequency;
  }
}
