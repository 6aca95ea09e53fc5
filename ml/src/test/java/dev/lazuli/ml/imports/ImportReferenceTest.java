package dev.lazuli.ml.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.onnx.OnnxImport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the libraries' own predictions, made by `make_imports.py`.
class ImportReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "xgb-regression.json, a b",
    "xgb-binary.ubj, a b",
    "xgb-classes.json, a b",
    "xgb-dart.ubj, a b",
    "xgb-linear.json, a b",
    "xgb-categories.json, a city",
    "xgb-codes.ubj, a code",
    "catboost-least.json, a b",
    "catboost-greatest.json, a b",
    "catboost-classes.json, a b",
    "catboost-categories.json, b city code"
  })
  void predictionsAreTheLibrarysOwn(String file, String columns) throws IOException {
    byte[] bytes = Files.readAllBytes(resource(file));
    ImportedModel model =
        file.startsWith("xgb") ? ModelImports.xgboost(bytes) : ModelImports.catBoost(bytes);
    Frame rows = rows(file, List.of(columns.split(" ")));
    if (file.contains("classes") || file.equals("catboost-categories.json")) {
      model = model.asClassifier();
    }

    assertPredicted(file, model, rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-forest.onnx",
        "sk-forest-binary.onnx",
        "sk-forest-classes.onnx",
        "sk-tree.onnx",
        "sk-gradient.onnx",
        "sk-gradient-classes.onnx",
        "sk-hist.onnx",
        "sk-hist-binary.onnx",
        "sk-hist-classes.onnx",
        "sk-linear.onnx",
        "sk-ridge.onnx",
        "sk-logistic.onnx",
        "sk-logistic-classes.onnx",
        "sk-columns-forest.onnx",
        "sk-columns-linear.onnx"
      })
  void graphsOfScikitLearnPredictAsOnnxRuntimeDoes(String file) throws IOException {
    ImportedModel model = OnnxImport.read(Files.readAllBytes(resource(file)));
    List<String> columns = file.contains("columns") ? List.of("a", "b", "city") : List.of("a", "b");

    assertPredicted(file, model, rows(file, columns));
  }

  @Test
  void labelsComeFromTheFile() throws IOException {
    assertThat(OnnxImport.read(Files.readAllBytes(resource("sk-logistic.onnx"))).classes())
        .containsExactly("high", "low");
    assertThat(
            ModelImports.catBoost(Files.readAllBytes(resource("catboost-classes.json"))).classes())
        .containsExactly("high", "low", "middle");
    assertThat(ModelImports.xgboost(Files.readAllBytes(resource("xgb-classes.json"))).classes())
        .isEmpty();
  }

  @Test
  void statisticsOfCategoriesAreRefusedByName() throws IOException {
    byte[] file = Files.readAllBytes(resource("catboost-statistics.json"));

    assertThatThrownBy(() -> ModelImports.catBoost(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("oblivious_trees[0].splits[0]")
        .hasMessageContaining("'OnlineCtr'; only numbers and single categories are supported");
  }

  private static void assertPredicted(String file, ImportedModel model, Frame rows)
      throws IOException {
    Json expected = Json.parse(Files.readString(resource("expected.json"))).require(file);
    TabularModel tabular = model.tabular(Signature.of(rows));
    double[][] predicted = tabular.predictNumbers(rows);
    for (int row = 0; row < rows.rowCount(); row++) {
      List<Json> own = expected.items().get(row).items();
      assertThat(predicted).hasNumberOfRows(own.size());
      for (int k = 0; k < own.size(); k++) {
        double wanted = own.get(k).number();
        assertThat(predicted[k][row])
            .as("%s, row %d, output %d", file, row, k)
            .isCloseTo(wanted, within(1e-6 * Math.max(Math.abs(wanted), 0.1)));
      }
    }
  }

  /// The rows that the script gave this model.
  private static Frame rows(String file, List<String> names) throws IOException {
    Frame all = CsvReader.read(resource("rows.csv"), CsvOptions.defaults()).frame();
    boolean filled =
        Stream.of("sk-forest", "sk-gradient", "sk-linear", "sk-ridge", "sk-logistic-classes")
            .anyMatch(file::startsWith);
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(
          switch (all.require(name)) {
            case NumberColumn number -> numbers(file, number, filled);
            case TextColumn text -> texts(file, text);
          });
    }
    return new Frame(columns);
  }

  private static Column numbers(String file, NumberColumn column, boolean filled) {
    double[] values = column.values().clone();
    for (int row = 0; row < values.length; row++) {
      if (file.equals("xgb-codes.ubj") && column.name().equals("code")) {
        values[row] = row % 5 == 0 ? 9 : row % 7 == 0 ? Double.NaN : values[row];
      }
      values[row] = filled && Double.isNaN(values[row]) ? 0.25 : values[row];
    }
    return new NumberColumn(column.name(), column.type(), values);
  }

  private static Column texts(String file, TextColumn column) {
    List<String> dictionary = new ArrayList<>(column.dictionary());
    dictionary.add("never seen");
    if (file.startsWith("xgb")) {
      dictionary.replaceAll(text -> text.equals("Köln") ? "Kiel" : text);
    }
    int[] codes = column.codes().clone();
    for (int row = 0; row < codes.length; row++) {
      if (file.startsWith("xgb")) {
        codes[row] = row % 7 == 0 ? -1 : codes[row];
      } else if (row % 5 == 0) {
        codes[row] = dictionary.size() - 1;
      }
    }
    return new TextColumn(column.name(), ColumnType.CATEGORY, codes, dictionary);
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ImportReferenceTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
