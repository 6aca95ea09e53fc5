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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Learns from a table how its columns become features.
///
/// Numbers and truth values stay; categories with few values get codes, others target means and
/// frequency; times fall into parts; text becomes counts and word statistics; columns without use
/// are left out.
public final class Preparation {
  private final Map<String, ColumnPurpose> wanted;
  private final long seed;
  private final StopSignal stop;

  /// A preparation.
  ///
  /// @param wanted purposes of columns, in place of those that their values suggest
  /// @param stop ends the work between two columns
  public Preparation(Map<String, ColumnPurpose> wanted, long seed, StopSignal stop) {
    this.wanted = Map.copyOf(wanted);
    this.seed = seed;
    this.stop = stop;
  }

  /// Learns from `frame`.
  ///
  /// @param frame feature columns only
  /// @throws InvalidInput when no column is of use, or a purpose does not suit its column
  public Prepared learn(Frame frame, TargetValues target) {
    Set<String> unknown = new HashSet<>(wanted.keySet());
    frame.names().forEach(unknown::remove);
    unknown.stream().sorted().findFirst().ifPresent(frame::require);
    List<String> notes = new ArrayList<>();
    List<Column> kept = new ArrayList<>();
    List<ColumnPurpose> purposes = new ArrayList<>();
    for (Column column : frame.columns()) {
      ColumnPlan plan = ColumnPlan.of(column, Optional.ofNullable(wanted.get(column.name())));
      if (plan.purpose() == ColumnPurpose.IGNORE) {
        notes.add("column '%s' is left out: %s".formatted(column.name(), plan.reason()));
      } else {
        kept.add(suited(column, plan.purpose()));
        purposes.add(plan.purpose());
        note(column, plan.purpose(), notes);
      }
    }
    if (kept.isEmpty()) {
      throw new InvalidInput("training_data", "no column can be learned from: " + notes);
    }
    return learn(new Frame(kept), purposes, target, notes);
  }

  private Prepared learn(
      Frame kept, List<ColumnPurpose> purposes, TargetValues target, List<String> notes) {
    Signature signature = Signature.of(kept);
    ColumnLearner learner = new ColumnLearner(kept, signature, target, seed);
    List<ColumnEncoding> encodings = new ArrayList<>();
    List<double[]> features = new ArrayList<>();
    for (int place = 0; place < purposes.size(); place++) {
      stop.check();
      LearnedColumn learned = learner.learn(place, purposes.get(place));
      encodings.add(learned.encoding());
      features.addAll(List.of(learned.features()));
    }
    RowEncoder encoder = new RowEncoder(signature, encodings);
    return new Prepared(
        encoder, Prepared.table(encoder.features(), features.toArray(double[][]::new)), notes);
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
              .formatted(column.name(), column.type(), purpose));
    }
    return column;
  }

  private static void note(Column column, ColumnPurpose purpose, List<String> notes) {
    if (purpose == ColumnPurpose.HIGH_CARDINALITY && column instanceof TextColumn text) {
      notes.add(
          "column '%s' has %d different values and becomes target means and frequency"
              .formatted(column.name(), text.dictionary().size()));
    }
    if (purpose == ColumnPurpose.TEXT) {
      notes.add("column '%s' is read as free text".formatted(column.name()));
    }
  }
}
