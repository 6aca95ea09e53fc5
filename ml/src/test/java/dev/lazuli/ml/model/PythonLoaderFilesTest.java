package dev.lazuli.ml.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.MixedTables;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.prepare.ColumnPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Writes models, rows and what Java predicts for them, for `conformance/python/ml_loader_test.py`.
class PythonLoaderFilesTest {
  private static final Path FOLDER = Path.of("target", "python-loader");

  @Test
  void modelsAndTheirPredictionsAreWritten() throws IOException {
    for (String target : List.of("price", "kind", "sold", "grade")) {
      TabularModel model = everyKind(target, MixedTables.withTarget(target, 300, 1));

      write(target, model, MixedTables.strange(target, 200, 2));
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
            ? List.of("LightGBM", "ElasticNet", "NeuralNetwork", "KNN")
            : List.of(
                "LightGBM",
                "LogisticRegression",
                "NeuralNetwork",
                "KNN",
                "BernoulliNaiveBayes",
                "MultinomialNaiveBayes",
                "LinearSVM");
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
    return new TabularModel(first.target(), first.encoder(), members, first.example());
  }

  /// One of the targets has a column of target means.
  private static AutoMlSettings purposes(AutoMlSettings settings) {
    return settings.target().equals("grade")
        ? settings.withPurposes(Map.of("city", ColumnPurpose.HIGH_CARDINALITY))
        : settings;
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
