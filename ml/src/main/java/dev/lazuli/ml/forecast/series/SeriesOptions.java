package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Imputation;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// How a table is read as series.
///
/// @param idColumns names of the columns that tell series apart
/// @param frequency as [Frequency#parse] reads it; empty to find it
/// @param zone where days begin; times are instants, those without a zone being UTC
/// @param aggregate what becomes of rows of one series and one step
/// @param gaps what stands in for missing values
/// @param unknownAhead columns whose values at the times to forecast are not known
/// @param ignored columns to leave out
/// @param purposes what columns beside the target are used as, in place of what their values
///   suggest
/// @param imputations what stands in for missing numbers of columns beside the target
public record SeriesOptions(
    String timeColumn,
    String target,
    List<String> idColumns,
    String frequency,
    ZoneId zone,
    Aggregate aggregate,
    GapFill gaps,
    List<String> unknownAhead,
    List<String> ignored,
    Map<String, ColumnPurpose> purposes,
    Map<String, Imputation> imputations) {

  /// What several target values of one step become; Azure's `target_aggregate_function`.
  public enum Aggregate {
    /// Two values of one step are refused, and so are times that are on no step.
    NONE,
    SUM,
    MEAN,
    MIN,
    MAX;

    /// The function of that name; empty is none.
    ///
    /// @throws InvalidInput when there is no such function
    public static Aggregate parse(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "", "none" -> NONE;
        case "sum" -> SUM;
        case "mean" -> MEAN;
        case "min" -> MIN;
        case "max" -> MAX;
        default ->
            throw new InvalidInput(
                "target_aggregate_function",
                "target_aggregate_function '%s' is none of sum, mean, min, max".formatted(name));
      };
    }
  }

  /// What stands in for a missing value between others.
  public enum GapFill {
    /// A line between the neighbours; in long gaps of repeating series, the values one period away.
    INTERPOLATE,
    /// The value before.
    FORWARD,
    /// Nothing happened then: 0.
    ZERO
  }

  /// Copies the lists and refuses columns with two uses.
  public SeriesOptions {
    idColumns = List.copyOf(idColumns);
    unknownAhead = List.copyOf(unknownAhead);
    ignored = List.copyOf(ignored);
    purposes = Map.copyOf(purposes);
    imputations = Map.copyOf(imputations);
    Set<String> used = new HashSet<>(List.of(timeColumn));
    if (!used.add(target)) {
      throw new InvalidInput(target, "column '%s' is both time and target".formatted(target));
    }
    for (String column : idColumns) {
      if (!used.add(column)) {
        throw new InvalidInput(column, "column '%s' has two uses".formatted(column));
      }
    }
    for (String column : ignored) {
      if (used.contains(column)) {
        throw new InvalidInput(column, "column '%s' cannot be left out".formatted(column));
      }
    }
    refuseOtherPurposes(purposes, target, timeColumn, idColumns);
  }

  /// Texts and further times are no regressors, and the columns that make the series have their
  /// use.
  private static void refuseOtherPurposes(
      Map<String, ColumnPurpose> purposes, String target, String time, List<String> ids) {
    purposes.forEach((column, purpose) -> {
      boolean fits =
          switch (purpose) {
            case NUMERIC -> !column.equals(time) && !ids.contains(column);
            case CATEGORICAL, HIGH_CARDINALITY, IGNORE ->
                !column.equals(time) && !column.equals(target);
            case DATETIME -> column.equals(time);
            case TEXT -> false;
          };
      if (!fits) {
        throw new InvalidInput(
            column,
            "column '%s' cannot be used as %s: forecasts read numbers and categories beside the time, the ids and the target"
                .formatted(column, purpose.name().toLowerCase(Locale.ROOT)));
      }
    });
  }

  /// One series, of a frequency to be found, in UTC, whose duplicates are refused.
  public static SeriesOptions of(String timeColumn, String target) {
    return new SeriesOptions(
        timeColumn,
        target,
        List.of(),
        "",
        ZoneOffset.UTC,
        Aggregate.NONE,
        GapFill.INTERPOLATE,
        List.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /// These options with other id columns.
  public SeriesOptions withIdColumns(List<String> names) {
    return with(draft -> draft.idColumns = names);
  }

  /// These options with a frequency.
  public SeriesOptions withFrequency(String alias) {
    return with(draft -> draft.frequency = alias);
  }

  /// These options with another zone.
  public SeriesOptions withZone(ZoneId other) {
    return with(draft -> draft.zone = other);
  }

  /// These options with another use of duplicates.
  public SeriesOptions withAggregate(Aggregate function) {
    return with(draft -> draft.aggregate = function);
  }

  /// These options with another filling of gaps.
  public SeriesOptions withGaps(GapFill filling) {
    return with(draft -> draft.gaps = filling);
  }

  /// These options with columns whose values are not known ahead.
  public SeriesOptions withUnknownAhead(List<String> names) {
    return with(draft -> draft.unknownAhead = names);
  }

  /// These options with columns to leave out.
  public SeriesOptions withIgnored(List<String> names) {
    return with(draft -> draft.ignored = names);
  }

  /// These options with other purposes of columns.
  public SeriesOptions withPurposes(Map<String, ColumnPurpose> byColumn) {
    return with(draft -> draft.purposes = byColumn);
  }

  /// These options with values in place of missing ones of columns beside the target.
  public SeriesOptions withImputations(Map<String, Imputation> byColumn) {
    return with(draft -> draft.imputations = byColumn);
  }

  private SeriesOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// The options while one of them changes.
  private static final class Draft {
    private final SeriesOptions from;
    private List<String> idColumns;
    private String frequency;
    private ZoneId zone;
    private Aggregate aggregate;
    private GapFill gaps;
    private List<String> unknownAhead;
    private List<String> ignored;
    private Map<String, ColumnPurpose> purposes;
    private Map<String, Imputation> imputations;

    Draft(SeriesOptions from) {
      this.from = from;
      idColumns = from.idColumns;
      frequency = from.frequency;
      zone = from.zone;
      aggregate = from.aggregate;
      gaps = from.gaps;
      unknownAhead = from.unknownAhead;
      ignored = from.ignored;
      purposes = from.purposes;
      imputations = from.imputations;
    }

    SeriesOptions options() {
      return new SeriesOptions(
          from.timeColumn,
          from.target,
          idColumns,
          frequency,
          zone,
          aggregate,
          gaps,
          unknownAhead,
          ignored,
          purposes,
          imputations);
    }
  }
}
