package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTablesTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void tables() throws IOException, SQLException {
    Files.writeString(folder.resolve("a.csv"), rows(0, 80));
    Files.writeString(folder.resolve("b.csv"), rows(80, 160));
    Files.createDirectories(folder.resolve("table"));
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM '%s') TO '%s' (FORMAT parquet)"
              .formatted(folder.resolve("a.csv"), folder.resolve("a.parquet")));
    }
  }

  @Test
  void severalFilesAreOneTableAndOthersJudge() {
    int code =
        run("automl train a.csv b.csv --target price --max-trials 2 --allow LightGBM --out model");
    int judged =
        run(
            "automl train a.csv --target price --max-trials 1 --validation-data b.csv --out judged");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(judged).isZero();
    assertThat(out.toString())
        .contains(": 160 rows, 3 columns")
        .contains("judged by validation data")
        .doesNotContain("RandomForest");
  }

  @Test
  void parquetIsReadToTrainAndToScore() throws IOException {
    int trained = run("automl train a.parquet --target price --max-trials 1 --out model");
    int scored = run("score --model model --data a.parquet --data b.csv --out p.csv");
    int mixed = run("score --model model --data a.parquet --out q.csv");

    assertThat(trained).isZero();
    assertThat(scored).isEqualTo(1);
    assertThat(err.toString()).contains("b.csv");
    assertThat(mixed).isZero();
    assertThat(Files.readAllLines(folder.resolve("q.csv"))).hasSize(81);
  }

  @Test
  void anMlTableFolderSaysHowItIsRead() throws IOException {
    Files.writeString(
        folder.resolve("table/MLTable"),
        """
        paths:
          - pattern: ./*.csv
        transformations:
          - take: 30
        """);
    Files.copy(folder.resolve("b.csv"), folder.resolve("table/b.csv"));

    assertThat(run("automl train table --target price --max-trials 1 --out model")).isZero();
    assertThat(run("automl train table a.csv --target price --out other")).isEqualTo(1);
    assertThat(run("automl train none.csv --target price --out other")).isEqualTo(1);

    assertThat(out.toString()).contains(": 30 rows");
    assertThat(err.toString())
        .contains("one MLTable folder alone, or files")
        .contains("there is no file or folder '%s'".formatted(folder.resolve("none.csv")));
  }

  @Test
  void nothingButAModelIsOverwritten() throws IOException {
    int file = run("automl train a.csv --target price --out b.csv");
    Files.writeString(folder.resolve("table/mine.txt"), "mine");
    int mine = run("automl train a.csv --target price --overwrite --out table");
    int rows = run("score --model model --data a.csv --out a.csv");

    assertThat(List.of(file, mine, rows)).containsOnly(1);
    assertThat(err.toString())
        .contains("b.csv' is not valid: expected a folder, and not a file")
        .contains("holds other files than a model, which --overwrite would remove")
        .contains("a.csv' is not valid: expected another file than --data");
    assertThat(folder.resolve("table/mine.txt")).exists();
  }

  @Test
  void aTimeThatIsNoneIsToldInPlainWords() {
    assertThat(run("automl train a.csv --target price --budget soon --out model")).isEqualTo(2);

    assertThat(err.toString())
        .contains("'soon' is not valid: expected a time such as 60s, 5m or 1h")
        .doesNotContain("Problem");
  }

  private int run(String line) {
    String[] words = line.split(" ");
    for (int i = 0; i < words.length; i++) {
      boolean isFile = words[i].matches("(a|b|p|q|none|model|judged|other|table)(\\.\\w+)?");
      words[i] = isFile ? folder.resolve(words[i]).toString() : words[i];
    }
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  private static String rows(int from, int to) {
    StringBuilder rows = new StringBuilder("size,kind,price\n");
    for (int i = from; i < to; i++) {
      rows.append(
          "%d,%s,%d.5\n".formatted(i * 7 % 40, i % 3 == 0 ? "x" : "y", i * 7 % 40 * 3 + i % 3));
    }
    return rows.toString();
  }
}
