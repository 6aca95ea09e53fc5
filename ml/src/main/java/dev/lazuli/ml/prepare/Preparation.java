package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Learns from a table how its columns become features.
///
/// Numbers and truth values stay; categories with few values get codes, others target means and
/// frequency; times fall into parts; text becomes counts and word statistics; columns without use
/// are left out.
public final class Preparation {
  private final Featurization wanted;
  private final long seed;
  private final StopSignal stop;

  /// A preparation.
  ///
  /// @param wanted what is asked for, in place of what the columns' values suggest
  /// @param stop ends the work, without a result
  public Preparation(Featurization wanted, long seed, StopSignal stop) {
    this.wanted = wanted;
    this.seed = seed;
    this.stop = stop;
  }

  /// Learns from `frame`.
  ///
  /// @param frame feature columns only
  /// @throws InvalidInput when no column is of use, or a purpose does not suit its column
  public Prepared learn(Frame frame, TargetValues target) {
    return learn(frame, target, List.of());
  }

  /// Learns from `frame`.
  ///
  /// @param frame feature columns only
  /// @param leftOut why other columns of the table are not in `frame`, in sentences
  /// @throws InvalidInput when no column is of use, or a purpose does not suit its column
  public Prepared learn(Frame frame, TargetValues target, List<String> leftOut) {
    Stream.of(wanted.purposes().keySet(), wanted.dropped(), wanted.imputations().keySet())
        .flatMap(Collection::stream)
        .filter(name -> !name.equals(Featurization.ALL))
        .sorted()
        .forEach(frame::require);
    List<String> notes = new ArrayList<>();
    noteUnused(notes);
    List<Column> kept = new ArrayList<>();
    List<ColumnPurpose> purposes = new ArrayList<>();
    for (Column column : frame.columns()) {
      stop.check();
      ColumnPlan plan = ColumnPlan.of(column, wanted, stop);
      if (column instanceof TextColumn text && !wanted.dropped().contains(text.name())) {
        NumberTexts.note(text).ifPresent(notes::add);
      }
      if (plan.purpose() == ColumnPurpose.IGNORE) {
        notes.add("column '%s' is left out: %s".formatted(column.name(), plan.reason()));
      } else {
        kept.add(suited(column, plan.purpose()));
        purposes.add(plan.purpose());
        note(column, plan.purpose(), notes);
      }
    }
    if (kept.isEmpty()) {
      throw Prepared.nothing(
          Stream.of(leftOut, notes).flatMap(Collection::stream).distinct().toList());
    }
    return learn(new Frame(kept), purposes, target, notes);
  }

  private Prepared learn(
      Frame kept, List<ColumnPurpose> purposes, TargetValues target, List<String> notes) {
    Signature signature = Signature.of(kept);
    ColumnLearner learner = new ColumnLearner(kept, signature, target, wanted, seed, stop);
    List<LearnedColumn> learned = new ArrayList<>();
    List<ColumnEncoding> encodings = new ArrayList<>();
    List<double[]> features = new ArrayList<>();
    for (int place = 0; place < purposes.size(); place++) {
      stop.check();
      learned.addAll(learner.learn(place, purposes.get(place)));
    }
    learned.addAll(learner.gaps(purposes));
    for (LearnedColumn one : learned) {
      encodings.add(one.encoding());
      features.addAll(List.of(one.features()));
    }
    RowEncoder encoder = new RowEncoder(signature, encodings);
    return new Prepared(
        encoder, Prepared.table(encoder.features(), features.toArray(double[][]::new)), notes);
  }

  /// Tells of blocked steps that are never taken here.
  private void noteUnused(List<String> notes) {
    wanted.blocked().stream()
        .filter(step -> !step.isUsed())
        .sorted()
        .forEach(step ->
            notes.add("blocked transformer %s is never used here".formatted(step.azureName())));
  }

  /// The column, as text when text is wanted of numbers.
  private static Column suited(Column column, ColumnPurpose purpose) {
    boolean number = column instanceof NumberColumn;
    boolean wrong =
        switch (purpose) {
          case NUMERIC -> !number || column.type() == ColumnType.DATETIME;
          case DATETIME -> column.type() != ColumnType.DATETIME;
          case TEXT -> number;
          case CATEGORICAL, HIGH_CARDINALITY, IGNORE -> false;
        };
    if (wrong) {
      throw new InvalidInput(
          column.name(),
          "column '%s' holds %s values and cannot be used as %s"
              .formatted(column.name(), lower(column.type()), lower(purpose)));
    }
    return column;
  }

  private void note(Column column, ColumnPurpose purpose, List<String> notes) {
    if (purpose == ColumnPurpose.HIGH_CARDINALITY && column instanceof TextColumn text) {
      notes.add(
          "column '%s' has %d different values and becomes target means and frequency"
              .formatted(column.name(), text.dictionary().size())
              .replace(
                  "target means and ",
                  wanted.blocked().contains(Transformer.CAT_TARGET_ENCODER)
                      ? ""
                      : "target means and "));
    }
    if (purpose == ColumnPurpose.TEXT) {
      notes.add("column '%s' is read as free text".formatted(column.name()));
    }
    noteImputation(column, purpose, notes);
  }

  private void noteImputation(Column column, ColumnPurpose purpose, List<String> notes) {
    Imputation named = wanted.imputations().get(column.name());
    if (named != null && purpose != ColumnPurpose.NUMERIC) {
      if (named.strategy() != Imputation.Strategy.MOST_FREQUENT) {
        throw new InvalidInput(
            "transformer_params.imputer",
            "column '%s' is used as %s; the imputer's strategy %s is for numbers"
                .formatted(column.name(), lower(purpose), lower(named.strategy())));
      }
      notes.add(
          "missing values of column '%s' stay a value of their own: the imputer is for numbers"
              .formatted(column.name()));
    }
    if (purpose == ColumnPurpose.NUMERIC && column.missingCount() > 0) {
      wanted
          .imputation(column.name())
          .ifPresent(rule ->
              notes.add(
                  "%d missing values of column '%s' are replaced (%s)"
                      .formatted(column.missingCount(), column.name(), lower(rule.strategy()))));
    }
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
