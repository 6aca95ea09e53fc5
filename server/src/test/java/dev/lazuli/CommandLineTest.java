package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
  private static final String AUTOML =
      """
      $schema: whatever
      type: automl
      task: regression
      target_column_name: price
      training_data:
        type: uri_file
        path: rows.csv
      limits:
        max_trials: 1
        timeout_minutes: 1
      """;

  @TempDir private Path folder;

  @Test
  void aWorkspaceIsShownAsAzShowsIt() {
    try (TestWorkspace workspace = TestWorkspace.in(folder.resolve("home"))) {
      Said said = run(workspace, "workspace", "show", "--query", "[name, resourceGroup]");

      assertThat(said.out()).isEqualTo("[\n  \"default\",\n  \"local\"\n]\n");
      assertThat(said.code()).isZero();
    }
  }

  @Test
  void everyFormatPrintsTheSameThing() {
    try (TestWorkspace workspace = TestWorkspace.in(folder.resolve("home"))) {
      String query = "{name: name, place: location}";

      assertThat(run(workspace, "workspace", "show", "--query", query, "-o", "yaml").out())
          .isEqualTo("name: default\nplace: local\n");
      assertThat(run(workspace, "workspace", "show", "--query", query, "-o", "table").out())
          .isEqualTo("Name     Place\n-------  -----\ndefault  local\n");
      assertThat(run(workspace, "workspace", "show", "--query", query, "-o", "tsv").out())
          .isEqualTo("default\tlocal\n");
      assertThat(run(workspace, "workspace", "show", "--query", query, "-o", "none").out())
          .isEmpty();
    }
  }

  @Test
  void aFileBecomesADataAssetWithItsNextVersion() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "carat,price\n1,2\n3,4\n");
    try (TestWorkspace workspace = TestWorkspace.in(folder.resolve("home"))) {
      Said first = run(workspace, "data", "create", "-n", "rows", "-p", file.toString());
      Said second =
          run(
              workspace,
              "data",
              "create",
              "-n",
              "rows",
              "-p",
              file.toString(),
              "--query",
              "version",
              "-o",
              "tsv");

      assertThat(first.err()).isEmpty();
      assertThat(Json.parse(first.out()).path("type").asString()).isEqualTo("uri_file");
      assertThat(Json.parse(first.out()).path("path").asString())
          .matches(
              "azureml://datastores/workspaceblobstore/paths/LocalUpload/[0-9a-f]{64}/rows.csv");
      assertThat(second.out()).isEqualTo("2\n");
      assertThat(run(workspace, "data", "show", "-n", "none").err())
          .startsWith("error: ")
          .contains("none");
    }
  }

  @Test
  void aProfileShowsTimesAsTimes() throws IOException {
    Path file =
        Files.writeString(folder.resolve("days.csv"), "day,n\n2026-01-31,1\n2026-02-02,3\n");
    try (TestWorkspace workspace = TestWorkspace.in(folder.resolve("home"))) {
      run(workspace, "data", "create", "-n", "days", "-p", file.toString());

      Said said = run(workspace, "data", "profile", "-n", "days", "-o", "table");

      assertThat(said.out())
          .contains("2026-01-31T00:00:00Z  2026-02-02T00:00:00Z  2026-02-01T00:00:00Z");
    }
  }

  @Test
  void anUnknownKeyIsRefusedWithItsPathAndWhatIsAllowed() throws IOException {
    Said said = runFile(AUTOML.replace("max_trials", "max_trails"));

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .contains(
            "job.yml:9:15: unknown key 'limits.max_trails'; did you mean 'limits.max_trials'?");
  }

  @Test
  void aWrongValueIsRefusedWithItsPath() throws IOException {
    assertThat(runFile(AUTOML, "--set", "limits.max_trials=many").err())
        .isEqualTo(
            "error: --set limits.max_trials 'many' is not valid: expected a whole number from 0 to 5000\n");
    assertThat(runFile(AUTOML, "--set", "primary_metric=beauty").err())
        .startsWith("error: --set primary_metric 'beauty' is not valid: expected one of ");
    assertThat(runFile(AUTOML.replace("target_column_name: price\n", "")).err())
        .contains("job.yml:", "the key 'target_column_name' is missing");
    assertThat(runFile(AUTOML.replace("type: automl", "type: sweep")).err())
        .contains("type 'sweep' cannot run here yet: use automl, command, pipeline");
    assertThat(runFile(AUTOML, "--set", "limits.timeout_minutes=0").err())
        .isEqualTo(
            "error: --set limits.timeout_minutes '0' is not valid: expected a number of minutes above 0\n");
    assertThat(runFile("type: [automl").err()).contains("not readable as YAML");
    assertThat(runFile(AUTOML + "type: automl\n").err()).contains("not readable as YAML");
  }

  @Test
  void exitCodesTellMistakesInTheWordsFromFailures() {
    assertThat(run("data", "create").code()).isEqualTo(2);
    assertThat(run("no-such-command").code()).isEqualTo(2);
    assertThat(run("workspace", "show", "-o", "xml").code()).isEqualTo(2);
    assertThat(run("job", "show", "-n", "x", "--server", "http://127.0.0.1:1").code()).isEqualTo(1);
    assertThat(run("workspace", "show", "--server", "http://127.0.0.1:1").err())
        .contains("no Lazuli server answers at http://127.0.0.1:1")
        .contains("lazuli serve");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    List<String> without = new ArrayList<>();
    collect(Main.commandLine(), without);

    assertThat(without).isEmpty();
  }

  @Test
  void aGroupOfCommandsListsThemAndWordsThatAreNotKnownAreCorrected() {
    Said asked = run("automl", "--help");
    assertThat(asked.code()).isZero();
    assertThat(asked.out()).contains("Usage: lazuli automl [-h] COMMAND", "\n  train  ");

    Said alone = run("automl");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("error: Missing required subcommand", "\n  train  ");

    Said wrong = run("automl", "trian");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'trian'", "Did you mean: automl train?");
  }

  @Test
  void theReferencePageNamesEveryCommand() throws IOException {
    Path page = Path.of("").toAbsolutePath().resolveSibling("docs/reference/cli.md");
    String text = Files.readString(page);
    String now = run("reference").out();

    now.lines()
        .filter(line -> line.startsWith("## "))
        .forEach(heading -> assertThat(text).contains(heading + "\n"));
  }

  @Test
  void assetsAndDatastoresComeFromYaml() throws IOException {
    Path environment = folder.resolve("environment.yml");
    Files.writeString(environment, "name: py\nimage: python:3.12\nconda_file: {name: x}\n");
    Path store = folder.resolve("store.yml");
    Files.writeString(
        store,
        """
        name: lake
        type: azure_blob
        account_name: a
        container_name: c
        credentials: {account_key: c2VjcmV0}
        """);
    try (TestWorkspace workspace = TestWorkspace.in(folder.resolve("home"))) {
      run(workspace, "environment", "create", "-f", environment.toString());
      run(workspace, "environment", "create", "-f", environment.toString());
      run(workspace, "environment", "archive", "-n", "py", "-v", "1");
      String[] versions = {"environment", "list", "-n", "py", "--query", "[].version", "-o", "tsv"};

      assertThat(run(workspace, versions).out().strip()).isEqualTo("2");
      run(workspace, "environment", "restore", "-n", "py", "-v", "1");
      assertThat(run(workspace, versions).out().lines()).containsExactly("2", "1");
      assertThat(run(workspace, "datastore", "create", "-f", store.toString()).out())
          .contains("AccountKey")
          .doesNotContain("c2VjcmV0");
      assertThat(run(workspace, "workspace", "delete", "-n", "default", "-y").err())
          .contains("default workspace");
    }
  }

  @Test
  void aJobThatWasNeverStartedCannotBeShown() {
    try (TestWorkspace workspace = TestWorkspace.in(folder.resolve("home"))) {
      Said said = run(workspace, "job", "show", "-n", "nobody");

      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err()).startsWith("error: ").contains("nobody").hasLineCount(1);
    }
  }

  @Test
  void aModelIsTrainedAndAppliedWithoutAServer() throws IOException {
    StringBuilder rows = new StringBuilder("size,kind,price\n");
    for (int i = 0; i < 300; i++) {
      rows.append("%d,%s,%d\n".formatted(i % 37, i % 3 == 0 ? "a" : "b", 3 * (i % 37) + i % 3));
    }
    Path table = Files.writeString(folder.resolve("rows.csv"), rows.toString());
    Path model = folder.resolve("model");
    String[] train = {
      "automl",
      "train",
      table.toString(),
      "--target",
      "price",
      "--max-trials",
      "1",
      "--out",
      model.toString()
    };

    Said trained = run(train);
    Said again = run(train);
    Said scored =
        run(
            "score",
            "--model",
            model.toString(),
            "--data",
            table.toString(),
            "--out",
            folder.resolve("p.csv").toString());

    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("Task: regression").contains("Best: ");
    assertThat(
            Json.parse(Files.readString(model.resolve("leaderboard.json"))).path("trials").size())
        .isPositive();
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("--overwrite");
    assertThat(scored.code()).isZero();
    assertThat(Files.readAllLines(folder.resolve("p.csv"))).hasSize(301).startsWith("prediction");
  }

  @Test
  void datesAreScoredAsTheModelLearnedThemAndBadLinesAreLeftOutWhereAsked() throws IOException {
    StringBuilder rows = new StringBuilder("sold,price\n");
    for (int i = 0; i < 300; i++) {
      LocalDate day = LocalDate.of(2024, 1, 1).plusDays(i);
      rows.append(
          "%02d/%02d/%d,%d\n"
              .formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear(), 10 * i));
    }
    Path table = Files.writeString(folder.resolve("rows.csv"), rows.append("x\n").toString());
    Path model = folder.resolve("model");
    String train = "automl train %s --target price --max-trials 2 --out %s".formatted(table, model);

    Said refused = run(train.split(" "));
    Said trained = run((train + " --on-bad-lines skip").split(" "));

    assertThat(refused.err()).contains("rows.csv line 302: 1 field, expected 2");
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("Note: left out 1 row that does not fit: rows.csv line 302");
    assertThat(scored(model, "sold\n02/01/2024\n01/10/2024\n"))
        .isEqualTo(scored(model, "sold\n2024-01-02\n2024-10-01\n"))
        .isNotEqualTo(scored(model, "sold\n2024-02-01\n2024-01-10\n"));
    assertThat(scored(model, "sold\n02/13/2024\n"))
        .contains("error: row 1: column 'sold' expects a time such as 31/01/2026, the day first");
  }

  /// The predictions of these rows, or what was wrong with them.
  private String scored(Path model, String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("score.csv"), rows);
    Path out = folder.resolve("scores.csv");
    Said said = run("score --model %s --data %s --out %s".formatted(model, file, out).split(" "));
    return said.code() == 0 ? Files.readString(out) : said.err();
  }

  @Test
  void aForecastIsTrainedWithinItsLimitsAndScoredWithoutAServer() throws IOException {
    StringBuilder rows = new StringBuilder("day,shop,price,sold\n");
    for (int i = 0; i < 60; i++) {
      String day = LocalDate.of(2026, 1, 1).plusDays(i).toString();
      rows.append("%s,1,%d,%d\n".formatted(day, 5 + i % 3, 20 + i % 7));
      rows.append("%s,2,%d,%d\n".formatted(day, 5 + i % 3, 40 + 3 * (i % 7)));
    }
    Path table = Files.writeString(folder.resolve("sales.csv"), rows.toString());
    Path ahead =
        Files.writeString(folder.resolve("ahead.csv"), "day,shop\n2026-03-02,2\n2026-03-03,1\n");
    Path model = folder.resolve("model");
    List<String> train =
        List.of(
            ("automl train %s --task forecasting --time-column day --id-column shop --target sold"
                    + " --horizon 7 --max-trials 2 --trial-timeout 30s --out %s")
                .formatted(table, model)
                .split(" "));
    List<String> stacked = new ArrayList<>(train);
    stacked.addAll(List.of("--overwrite", "--stack"));

    Said trained = run(train.toArray(String[]::new));
    Said refused = run(stacked.toArray(String[]::new));
    Said scored =
        run(
            "score --model %s --data %s --out %s"
                .formatted(model, ahead, folder.resolve("f.csv"))
                .split(" "));

    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("max_trials: 2 of").contains("Best: ");
    assertThat(refused.err()).contains("--stack is not for forecasting");
    assertThat(scored.code()).isZero();
    assertThat(scored.out()).contains("Note: there is no column 'price', which the model learned");
    assertThat(Files.readAllLines(folder.resolve("f.csv")))
        .hasSize(3)
        .startsWith("day,shop,prediction,quantile_0.1,quantile_0.5,quantile_0.9");
  }

  private Said runFile(String yaml, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yml"), yaml);
    Files.writeString(folder.resolve("rows.csv"), "a,price\n1,2\n");
    List<String> words = new ArrayList<>(List.of("job", "create", "-f", file.toString()));
    words.addAll(List.of(more));
    words.addAll(List.of("--server", "http://127.0.0.1:1"));
    return run(words.toArray(String[]::new));
  }

  private static Said run(TestWorkspace workspace, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--server", "http://127.0.0.1:" + workspace.server().port()));
    return run(all.toArray(String[]::new));
  }

  private static Said run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Said(code, out.toString(), err.toString());
  }

  private static void collect(CommandLine command, List<String> without) {
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    boolean isHidden = spec.usageMessage().hidden();
    if (command.getSubcommands().isEmpty() && !isHidden) {
      boolean hasExample = String.join("\n", spec.usageMessage().footer()).contains("Example:");
      if (!hasExample || spec.findOption("--help") == null) {
        without.add(spec.qualifiedName());
      }
    }
    command.getSubcommands().values().forEach(sub -> collect(sub, without));
  }

  /// What a command said, and its exit code.
  private record Said(int code, String out, String err) {}
}
