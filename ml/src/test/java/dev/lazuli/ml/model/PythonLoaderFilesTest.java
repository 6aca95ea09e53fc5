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
import java.time.Duration;
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
      Frame train = MixedTables.withTarget(target, 300, 1);
      AutoMlSettings settings =
          target.equals("price")
              ? AutoMlSettings.regression(target)
              : AutoMlSettings.classification(target);
      AutoMlSettings quick =
          purposes(settings).withBudget(Duration.ofSeconds(60)).withFolds(2).withMaxTrials(4);

      TabularModel model = AutoMl.run(train, quick).model();

      write(target, everyMember(model, train), MixedTables.strange(target, 200, 2));
    }
    assertThat(FOLDER.resolve("price").resolve("expected.json")).exists();
  }

  /// The model, with a linear and a tree member whatever the search chose.
  private static TabularModel everyMember(TabularModel model, Frame train) {
    List<Member> members = new ArrayList<>();
    for (String algorithm :
        List.of(
            "LightGBM", model.task() == Task.REGRESSION ? "ElasticNet" : "LogisticRegression")) {
      AutoMlSettings settings =
          model.task() == Task.REGRESSION
              ? AutoMlSettings.regression(model.target().name())
              : AutoMlSettings.classification(model.target().name());
      TabularModel one =
          AutoMl.run(
                  train,
                  purposes(settings).withAllowed(List.of(algorithm)).withFolds(2).withMaxTrials(1))
              .model();
      members.add(one.members().getFirst().weighing(0.5));
    }
    return new TabularModel(model.target(), model.encoder(), members, model.example());
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
