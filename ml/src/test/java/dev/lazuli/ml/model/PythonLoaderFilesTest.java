package dev.lazuli.ml.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.MixedTables;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.prepare.ColumnPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Writes models, rows and what Java predicts for them, for `conformance/python/ml_loader_test.py`.
///
/// Also rows of single values of every kind, at random, and what Java says of each: the rule for
/// values is to be the same in Python, down to the words of a refusal.
class PythonLoaderFilesTest {
  private static final Path FOLDER = Path.of("target", "python-loader");

  @Test
  void modelsAndTheirPredictionsAreWritten() throws IOException {
    for (String target : List.of("price", "kind", "sold", "grade")) {
      TabularModel model = everyKind(target, withTime(MixedTables.withTarget(target, 300, 1)));

      write(target, model, withTime(MixedTables.strange(target, 200, 2)));
      StrangeValues.write(FOLDER.resolve(target).resolve("values.json"), model, 600, 3);
    }
    assertThat(FOLDER.resolve("price").resolve("expected.json")).exists();
  }

  /// A model of one member of each kind.
  private static TabularModel everyKind(String target, Frame train) {
    boolean number = target.equals("price");
    AutoMlSettings settings =
        number ? AutoMlSettings.regression(target) : AutoMlSettings.classification(target);
    List<TabularModel> models = new ArrayList<>();
    List<String> algorithms =
        number
            ? List.of("LightGBM", "ElasticNet", "NeuralNetwork", "KNN", "SVM")
            : List.of(
                "LightGBM",
                "LogisticRegression",
                "NeuralNetwork",
                "KNN",
                "BernoulliNaiveBayes",
                "MultinomialNaiveBayes",
                "LinearSVM",
                "SVM");
    for (String algorithm : algorithms) {
      AutoMlSettings one =
          purposes(settings).withAllowed(List.of(algorithm)).withFolds(2).withMaxTrials(1);
      models.add(AutoMl.run(train, one).model());
    }
    TabularModel first = models.getFirst();
    List<Member> members =
        models.stream()
            .map(model -> model.members().getFirst().weighing(1.0 / models.size()))
            .toList();
    return new TabularModel(
        first.target(), first.encoder(), members, combination(target, members), first.example());
  }

  /// Another kind of correction, or a second layer, for each target.
  private static Combination combination(String target, List<Member> members) {
    return switch (target) {
      case "kind" ->
          new Combination(
              Optional.empty(), new Calibration.Temperature(0.8), new double[] {1, 0.7, 1.4});
      case "sold" ->
          new Combination(
              Optional.of(secondLayer(members, Link.LOGIT)),
              new Calibration.Platt(0.9, -0.1),
              new double[0]);
      case "grade" ->
          new Combination(
              Optional.empty(),
              new Calibration.Isotonic(
                  new int[] {2, 1, 3},
                  new double[] {0.1, 0.7, 0.3, 0.2, 0.5, 0.8},
                  new double[] {0.05, 0.8, 0.4, 0.1, 0.6, 0.9}),
              new double[0]);
      default ->
          new Combination(
              Optional.of(secondLayer(members, Link.IDENTITY)),
              new Calibration.None(),
              new double[0]);
    };
  }

  /// A mean of the members' predictions that leans on the later ones.
  private static Member secondLayer(List<Member> members, Link link) {
    int count = members.size();
    double[] low = new double[count];
    double[] high = new double[count];
    double[] weights = new double[2 * count];
    for (int member = 0; member < count; member++) {
      low[member] = -1e6;
      high[member] = 1e6;
      weights[2 * member] = (1.0 + member) / (count * (count + 1) / 2.0);
    }
    LinearModel mean = new LinearModel(new int[count], low, high, new double[] {0.1}, weights);
    return Member.of("StackEnsemble", 1, new Member.Linear(mean), link);
  }

  /// A second column of times, so that there are days between the two.
  private static Frame withTime(Frame frame) {
    double[] built = ((NumberColumn) frame.require("built")).values();
    double[] seen = new double[built.length];
    for (int row = 0; row < seen.length; row++) {
      seen[row] = row % 11 == 0 ? Double.NaN : built[row] + 86_400_000.0 * (row * 7 % 31) + row;
    }
    List<Column> columns = new ArrayList<>(frame.columns());
    columns.add(new NumberColumn("seen", ColumnType.DATETIME, seen));
    return new Frame(columns);
  }

  /// One of the targets has a column of target means, others one of free text.
  private static AutoMlSettings purposes(AutoMlSettings settings) {
    return settings.target().equals("grade")
        ? settings.withPurposes(Map.of("city", ColumnPurpose.HIGH_CARDINALITY))
        : settings.withPurposes(Map.of("about", ColumnPurpose.TEXT));
  }

  private static void write(String name, TabularModel model, Frame rows) throws IOException {
    Path folder = FOLDER.resolve(name);
    model.save(folder.resolve("model"), ModelStamp.of("0".repeat(32), Instant.EPOCH));
    Files.writeString(folder.resolve("rows.json"), rows(rows).write());
    Json.Members expected = Json.object();
    for (Column column : model.predict(rows).columns()) {
      expected = expected.with(column.name(), values(column));
    }
    Files.writeString(folder.resolve("expected.json"), expected.write());
  }

  private static Json rows(Frame rows) {
    Json.Members columns = Json.object();
    for (Column column : rows.columns()) {
      columns =
          columns.with(
              column.name(),
              new Json.Members(
                  Map.of("type", new Json.Text(column.type().name()), "values", values(column))));
    }
    return columns;
  }

  private static Json values(Column column) {
    List<Json> values = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      if (column.isMissing(row)) {
        values.add(new Json.Nothing());
      } else if (column instanceof NumberColumn number) {
        values.add(new Json.Numeral(number.value(row)));
      } else {
        values.add(new Json.Text(column.text(row)));
      }
    }
    return new Json.Items(values);
  }
}
