package dev.lazuli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Config;
import dev.lazuli.base.Fanout;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.endpoints.tabular.ModelScorer;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.models.ServedModel;
import dev.lazuli.store.Database;
import dev.lazuli.store.Databases;
import dev.lazuli.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointsTest {
  private static final Clock CLOCK = Clock.fixed(TestWorkspace.NOW, ZoneOffset.UTC);

  @TempDir private Path home;

  /// Models by name; any other name does not load.
  private static final class NamedModels implements ScorerSource {
    private final Map<String, TabularModel> models;

    NamedModels(Map<String, TabularModel> models) {
      this.models = models;
    }

    @Override
    public String pinned(Workspace workspace, String model) {
      return model;
    }

    @Override
    public void check(OnlineDeployment.Draft draft) {
      // all is well
    }

    @Override
    public Scorer open(
        Workspace workspace, String endpoint, OnlineDeployment.Draft draft, DeploymentLog log) {
      return Optional.ofNullable(models.get(draft.model()))
          .map(model -> ModelScorer.of(ServedModel.of(model)))
          .orElseThrow(() -> new Problem.NotFound("no model '%s'".formatted(draft.model())));
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private static final class Opened implements AutoCloseable {
    private final Database database;
    private final Workspace workspace;
    private final Endpoints endpoints;

    Opened(Database database, Path home, ScorerSource models) {
      Ids ids = new Ids(new Random(7));
      this.database = database;
      Workspaces workspaces = Workspaces.open(database, CLOCK, ids);
      this.workspace = workspaces.standard();
      this.endpoints =
          Endpoints.open(
              database,
              SecretBox.open(home, new Random(7)),
              models,
              workspaces,
              home.resolve("endpoints"),
              CLOCK,
              ids);
    }

    OnlineEndpoint save(TrafficSplit traffic) {
      return endpoints.save(
          workspace,
          new OnlineEndpoint.Draft(
              new EndpointName("gems"), "d", Map.of("a", "b"), Map.of("c", "d"), traffic));
    }

    OnlineDeployment deploy(String name, String model) {
      return endpoints
          .deployments()
          .deploy(
              workspace,
              "gems",
              new OnlineDeployment.Draft(
                  new EndpointName(name), "", Map.of(), model, Json.object()));
    }

    LiveEndpoint live() {
      return endpoints.serving().find(workspace.id(), "gems").orElseThrow();
    }

    String score(String deployment) {
      byte[] body = "{\"input_data\": [[2, \"Ideal\", 1]]}".getBytes(StandardCharsets.UTF_8);
      ScoreAnswer answer =
          live()
              .choose(Optional.of(deployment))
              .scorer()
              .score(ScoreRequest.of(body, System.nanoTime() + 30_000_000_000L));
      return new String(answer.body(), StandardCharsets.UTF_8);
    }

    OnlineDeployment.State state(String deployment) {
      return endpoints.deployments().require(workspace, "gems", deployment).state();
    }

    @Override
    public void close() {
      endpoints.close();
      database.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSavedIsThereAfterARestart(Databases databases) {
    Map<String, String> settings = databases.settings(home);
    ScorerSource models = new NamedModels(Map.of("price", TestModels.price()));
    String key;
    try (Opened first = open(settings, models)) {
      first.save(TrafficSplit.none());
      first.deploy("blue", "price");
      first.save(TrafficSplit.all("blue"));
      key = first.endpoints.keys(first.workspace, "gems").primary();
    }

    try (Opened again = open(settings, models)) {
      OnlineEndpoint endpoint = again.endpoints.require(again.workspace, "gems");
      assertThat(endpoint.tags()).isEqualTo(Map.of("a", "b"));
      assertThat(endpoint.properties()).isEqualTo(Map.of("c", "d"));
      assertThat(endpoint.traffic()).isEqualTo(TrafficSplit.all("blue"));
      assertThat(endpoint.created()).isEqualTo(TestWorkspace.NOW);
      assertThat(again.live().keys().accept(key)).isTrue();
      assertThat(again.live().keys().accept(key + "x")).isFalse();
      assertThat(again.score("blue")).isEqualTo("[210.0]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aModelThatIsGoneAfterARestartFailsItsDeploymentAlone(Databases databases) {
    Map<String, String> settings = databases.settings(home);
    try (Opened first =
        open(
            settings,
            new NamedModels(Map.of("price", TestModels.price(), "big", TestModels.yesOrNo())))) {
      first.save(TrafficSplit.none());
      first.deploy("blue", "price");
      first.deploy("green", "big");
    }

    try (Opened again = open(settings, new NamedModels(Map.of("price", TestModels.price())))) {
      assertThat(again.score("blue")).isEqualTo("[210.0]");
      assertThatThrownBy(() -> again.score("green"))
          .isInstanceOf(Problem.Unavailable.class)
          .hasMessage("deployment 'green' failed and cannot answer: no model 'big'");
      await(() -> again.state("green") instanceof OnlineDeployment.State.Failed);
      assertThat(again.endpoints.deployments().log(again.workspace, "gems", "green", 10))
          .contains("ready after", "failed: no model 'big'");
    }
    try (Opened repaired =
        open(
            settings,
            new NamedModels(Map.of("price", TestModels.price(), "big", TestModels.yesOrNo())))) {
      assertThat(repaired.score("green")).isEqualTo("[\"yes\"]");
      await(() -> repaired.state("green") instanceof OnlineDeployment.State.Succeeded);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeploymentThatServesIsNotReplacedByOneThatDoesNotLoad(Databases databases) {
    try (Opened opened =
        open(databases.settings(home), new NamedModels(Map.of("price", TestModels.price())))) {
      opened.save(TrafficSplit.none());
      opened.deploy("blue", "price");

      assertThat(opened.deploy("green", "none").state())
          .isEqualTo(new OnlineDeployment.State.Failed("no model 'none'"));
      OnlineDeployment kept = opened.deploy("blue", "none");
      assertThat(kept.state())
          .isEqualTo(new OnlineDeployment.State.UpdateFailed("no model 'none'"));
      assertThat(kept.model()).isEqualTo("price");
      assertThat(opened.score("blue")).isEqualTo("[210.0]");
      assertThatThrownBy(() -> opened.score("green")).isInstanceOf(Problem.Unavailable.class);
      assertThat(opened.deploy("blue", "price").state())
          .isEqualTo(new OnlineDeployment.State.Succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource
  void trafficMovesOnlyToWhatIsReady(Databases databases) {
    try (Opened opened =
        open(databases.settings(home), new NamedModels(Map.of("price", TestModels.price())))) {
      opened.save(TrafficSplit.none());
      opened.deploy("blue", "price");
      opened.save(TrafficSplit.all("blue"));
      opened.deploy("green", "none");

      assertThatThrownBy(() -> opened.save(TrafficSplit.all("green")))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessage(
              "deployment 'green' is not ready (no model 'none'), so the traffic stays as it was");
      assertThat(opened.live().traffic()).isEqualTo(TrafficSplit.all("blue"));
      opened.deploy("blue", "none");
      opened.save(TrafficSplit.all("blue"));
      assertThat(opened.score("blue")).isEqualTo("[210.0]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesAtTheSameTimeLeaveMemoryEqualToTheDatabase(Databases databases)
      throws InterruptedException {
    try (Opened opened =
        open(databases.settings(home), new NamedModels(Map.of("price", TestModels.price())))) {
      opened.save(TrafficSplit.none());
      opened.deploy("blue", "price");
      opened.deploy("green", "price");

      Fanout.all(
          IntStream.range(0, 24)
              .<Callable<Boolean>>mapToObj(i ->
                  () -> {
                    if (i % 3 == 0) {
                      opened.endpoints.regenerate(
                          opened.workspace, "gems", OnlineEndpoint.KeyKind.SECONDARY);
                    } else {
                      opened.save(TrafficSplit.all(i % 3 == 1 ? "blue" : "green"));
                    }
                    return true;
                  })
              .toList(),
          8);

      assertThat(opened.live().traffic())
          .isEqualTo(opened.endpoints.require(opened.workspace, "gems").traffic());
      assertThat(
              opened
                  .live()
                  .keys()
                  .accept(opened.endpoints.keys(opened.workspace, "gems").secondary()))
          .isTrue();
    }
  }

  private static void await(BooleanSupplier done) {
    assertThat(
            IntStream.range(0, 2_000)
                .anyMatch(_ -> {
                  LockSupport.parkNanos(5_000_000);
                  return done.getAsBoolean();
                }))
        .isTrue();
  }

  private Opened open(Map<String, String> settings, ScorerSource models) {
    return new Opened(
        Database.open(Config.load(settings, Map.of()), Clock.systemUTC()), home, models);
  }
}
