package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.TreeScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A model of a table: raw rows in, a number or class probabilities out. Immutable.
///
/// Its prediction is the weighted sum of its members' predictions, or what its [Combination] makes
/// of them.
public final class TabularModel {
  private static final int BLOCK_ROWS = 1024;

  private final Target target;
  private final RowEncoder encoder;
  private final List<Member> members;
  private final List<RowScorer> scorers;
  private final Combination combination;
  private final Json example;

  /// A model of these members, mixed by weight.
  ///
  /// @param members at least one; weights sum to 1
  /// @param example rows as in the training table, in MLflow's split form
  public TabularModel(Target target, RowEncoder encoder, List<Member> members, Json example) {
    this(target, encoder, members, Combination.plain(), example);
  }

  /// A model of these members.
  ///
  /// @param members at least one; weights sum to 1
  /// @param combination what becomes of their predictions
  /// @param example rows as in the training table, in MLflow's split form
  public TabularModel(
      Target target,
      RowEncoder encoder,
      List<Member> members,
      Combination combination,
      Json example) {
    this.target = target;
    this.combination = combination;
    this.encoder = encoder;
    this.members = List.copyOf(members);
    this.example = example;
    this.scorers = members.stream().map(TabularModel::compiled).toList();
    for (Member member : members) {
      if (member.part().model().features() != encoder.width()) {
        throw new IllegalArgumentException(
            "member '%s' takes %d features, the encoder makes %d"
                .formatted(member.name(), member.part().model().features(), encoder.width()));
      }
    }
  }

  private static RowScorer compiled(Member member) {
    return switch (member.part()) {
      case Member.Trees(var ensemble) -> TreeScorer.compile(ensemble);
      case Member.Linear _, Member.Network _, Member.Neighbors _, Member.Bayes _, Member.Kernel _ ->
          member.part().model();
    };
  }

  /// Reads a model that [ModelFolder] wrote.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when the folder holds no such model
  public static TabularModel load(Path folder) throws IOException {
    return ModelFolder.load(folder);
  }

  /// Writes this as an MLflow model folder that is its own whole.
  ///
  /// @param stamp identity and time, which do not come from here
  public void save(Path folder, ModelStamp stamp) throws IOException {
    save(folder, stamp, List.of());
  }

  /// The same with more ways to load the model.
  ///
  /// @param more flavors, whose files are in the folder already
  public void save(Path folder, ModelStamp stamp, List<MlflowFolder.Flavor> more)
      throws IOException {
    ModelFolder.save(this, folder, stamp, more);
  }

  /// What is predicted.
  public Target target() {
    return target;
  }

  /// Whether a number or a class is predicted.
  public Task task() {
    return target.task();
  }

  /// The columns that it takes.
  public Signature signature() {
    return encoder.signature();
  }

  /// How rows become features.
  public RowEncoder encoder() {
    return encoder;
  }

  /// Its weighted parts.
  public List<Member> members() {
    return members;
  }

  /// Rows as in the training table: `{"columns": [...], "data": [[...]]}`.
  public Json example() {
    return example;
  }

  /// Number of trees in all members.
  public int trees() {
    return members.stream().mapToInt(Member::trees).sum();
  }

  /// What becomes of the members' predictions.
  public Combination combination() {
    return combination;
  }

  /// A place to score one row after the other, for one thread.
  public Scoring scoring() {
    return new Scoring(this, scorers);
  }

  /// What people should know of rows before they trust their predictions, in sentences.
  public List<String> remarks(Frame rows) {
    return UnknownCategories.remarks(encoder, rows);
  }

  /// Predicts all rows.
  ///
  /// @return column `prediction`, and for classification `probability_<class>` for each class
  /// @throws dev.lazuli.ml.InvalidInput when a required column is not there or a value does not fit
  public Frame predict(Frame frame) {
    double[][] predicted = predictNumbers(frame);
    if (target.task() == Task.REGRESSION) {
      return new Frame(List.of(numbers("prediction", predicted[0])));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(target.labels("prediction", decided(predicted)));
    for (int c = 0; c < predicted.length; c++) {
      columns.add(numbers("probability_" + target.classes().get(c), predicted[c]));
    }
    return new Frame(columns);
  }

  /// Predicts all rows as numbers.
  ///
  /// @return `outputs x rows`: predictions, or the probability of each class
  public double[][] predictNumbers(Frame frame) {
    double[][] features = encoder.encode(frame);
    double[][] predicted = new double[target.outputs()][frame.rowCount()];
    Scoring scoring = scoring();
    for (int from = 0; from < frame.rowCount(); from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, frame.rowCount() - from);
      scoring.scoreColumns(features, from, count, predicted);
    }
    return predicted;
  }

  private static NumberColumn numbers(String name, double[] values) {
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }

  /// The classes that are predicted with these probabilities.
  ///
  /// @param probabilities `classes x rows`
  public int[] decided(double[][] probabilities) {
    int[] classes = new int[probabilities[0].length];
    double[] row = new double[probabilities.length];
    for (int i = 0; i < classes.length; i++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = probabilities[c][i];
      }
      classes[i] = combination.decide(row);
    }
    return classes;
  }
}
