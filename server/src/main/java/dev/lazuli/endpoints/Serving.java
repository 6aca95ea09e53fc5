package dev.lazuli.endpoints;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What requests meet: endpoints in memory, kept equal to the database after each change.
final class Serving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final long CHECK_NANOS_MAX = 30_000_000_000L;

  private final Database database;
  private final SecretBox secrets;
  private final ModelSource models;
  private final Clock clock;
  private final Tickets tickets;
  private final ConcurrentMap<Key, LiveEndpoint> endpoints = new ConcurrentHashMap<>();
  private final ReentrantLock publishing = new ReentrantLock();
  private final Semaphore loadsAtOnce =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
  private final ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor();

  Serving(Database database, SecretBox secrets, ModelSource models, Clock clock, Tickets tickets) {
    this.database = database;
    this.secrets = secrets;
    this.models = models;
    this.clock = clock;
    this.tickets = tickets;
  }

  private record Key(long workspaceId, String endpoint) {}

  /// A model that was loaded for a deployment, or the reason why not.
  record Load(String deployment, OnlineDeployment.State state, Optional<LiveDeployment> live) {}

  @Override
  public void close() {
    loaders.shutdownNow();
    loaders.close();
  }

  Tickets tickets() {
    return tickets;
  }

  Optional<LiveEndpoint> find(long workspaceId, String endpoint) {
    return Optional.ofNullable(endpoints.get(new Key(workspaceId, endpoint)));
  }

  /// Shows all endpoints of a workspace and begins to load their models.
  void start(Workspace workspace) {
    List<OnlineEndpoint> stored =
        database.read(transaction -> EndpointStore.list(transaction, workspace.id()));
    for (OnlineEndpoint endpoint : stored) {
      Map<String, LiveDeployment> live = new HashMap<>();
      for (OnlineDeployment deployment : deployments(endpoint)) {
        if (deployment.state() instanceof OnlineDeployment.State.Succeeded) {
          LiveDeployment loading = loading(workspace, endpoint.name(), deployment);
          live.put(deployment.name(), loading);
        }
      }
      show(workspace, endpoint, live);
    }
  }

  private List<OnlineDeployment> deployments(OnlineEndpoint endpoint) {
    return database.read(transaction -> EndpointStore.deployments(transaction, endpoint));
  }

  private LiveDeployment loading(
      Workspace workspace, String endpoint, OnlineDeployment deployment) {
    DeploymentLog log = new DeploymentLog(clock);
    FutureTask<ModelScorer> task =
        new FutureTask<>(() -> {
          loadsAtOnce.acquire();
          try {
            return scorer(workspace, deployment.model(), log);
          } catch (Problem e) {
            LOG.atError()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("deployment", deployment.name())
                .addKeyValue("reason", e.text())
                .log("a deployed model does not load");
            log.add("the model does not load: " + e.text());
            throw e;
          } finally {
            loadsAtOnce.release();
          }
        });
    loaders.execute(task);
    return new LiveDeployment(deployment.name(), task, log, deployment.settings());
  }

  /// Loads the model of a deployment that is made or changed.
  Load load(Workspace workspace, String endpoint, OnlineDeployment.Draft draft) {
    String name = draft.name().value();
    DeploymentLog log =
        find(workspace.id(), endpoint)
            .flatMap(live -> Optional.ofNullable(live.deployments().get(name)))
            .map(LiveDeployment::log)
            .orElseGet(() -> new DeploymentLog(clock));
    try {
      ModelScorer scorer = scorer(workspace, draft.model(), log);
      FutureTask<ModelScorer> done = new FutureTask<>(() -> scorer);
      done.run();
      return new Load(
          name,
          new OnlineDeployment.State.Succeeded(),
          Optional.of(new LiveDeployment(name, done, log, draft.settings())));
    } catch (Problem e) {
      log.add("the model does not load: " + e.text());
      return new Load(name, new OnlineDeployment.State.Failed(e.text()), Optional.empty());
    }
  }

  /// Loads a model, and shows that it scores its own example.
  private ModelScorer scorer(Workspace workspace, String reference, DeploymentLog log) {
    long start = System.nanoTime();
    ModelScorer scorer = ModelScorer.of(models.load(workspace, reference));
    ModelCard card = scorer.card();
    scorer.score(example(card), System.nanoTime() + CHECK_NANOS_MAX);
    log.add(
        "model %s loaded in %d ms: %s"
            .formatted(reference, (System.nanoTime() - start) / 1_000_000, card.size()));
    return scorer;
  }

  private static byte[] example(ModelCard card) {
    return Json.bytes(Json.object().set("dataframe_split", card.example()));
  }

  /// Shows an endpoint as the database has it now.
  void publish(Workspace workspace, String name) {
    publish(workspace, name, Map.of());
  }

  /// Shows an endpoint as the database has it now, with a deployment that was just loaded.
  void publish(Workspace workspace, String name, Load load) {
    publish(
        workspace,
        name,
        load.live().isPresent() ? Map.of(load.deployment(), load.live().get()) : Map.of());
  }

  private void publish(Workspace workspace, String name, Map<String, LiveDeployment> loaded) {
    publishing.lock();
    try {
      Key key = new Key(workspace.id(), name);
      Optional<OnlineEndpoint> endpoint =
          database.read(transaction -> EndpointStore.find(transaction, workspace.id(), name));
      if (endpoint.isEmpty()) {
        endpoints.remove(key);
        return;
      }
      Map<String, LiveDeployment> live = new HashMap<>();
      LiveEndpoint shown = endpoints.get(key);
      for (OnlineDeployment deployment : deployments(endpoint.get())) {
        LiveDeployment old = shown == null ? null : shown.deployments().get(deployment.name());
        LiveDeployment now = loaded.getOrDefault(deployment.name(), old);
        if (now != null) {
          live.put(deployment.name(), now);
        }
      }
      show(workspace, endpoint.get(), live);
    } finally {
      publishing.unlock();
    }
  }

  private void show(
      Workspace workspace, OnlineEndpoint endpoint, Map<String, LiveDeployment> live) {
    EndpointKeys keys =
        opened(
            secrets,
            workspace,
            endpoint.name(),
            database.read(transaction -> EndpointStore.keys(transaction, endpoint)));
    endpoints.put(
        new Key(workspace.id(), endpoint.name()),
        new LiveEndpoint(
            endpoint.name(),
            keys,
            new Caller.EndpointKey(endpoint.name()),
            endpoint.traffic(),
            Map.copyOf(live)));
  }

  static EndpointKeys opened(
      SecretBox secrets, Workspace workspace, String endpoint, EndpointStore.SealedKeys sealed) {
    return new EndpointKeys(
        secrets.open(place(workspace, endpoint, OnlineEndpoint.KeyKind.PRIMARY), sealed.first()),
        secrets.open(
            place(workspace, endpoint, OnlineEndpoint.KeyKind.SECONDARY), sealed.second()));
  }

  /// What a key is bound to.
  static String place(Workspace workspace, String endpoint, OnlineEndpoint.KeyKind kind) {
    return "onlineEndpoints/%s/%s/%s".formatted(workspace.uuid(), endpoint, kind);
  }
}
