package dev.lazuli.endpoints;

import dev.lazuli.base.Caller;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// What requests meet: endpoints in memory, kept equal to the database after each change.
final class Serving implements AutoCloseable {
  /// How much longer than a request may take its deployment waits before it ends.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final SecretBox secrets;
  private final ScorerSource source;
  private final Path logFolder;
  private final Clock clock;
  private final long seed;
  private final ConcurrentMap<Key, LiveEndpoint> endpoints = new ConcurrentHashMap<>();
  private final ConcurrentMap<Path, DeploymentLog> logs = new ConcurrentHashMap<>();
  private final ReentrantLock publishing = new ReentrantLock();
  private final Semaphore loadsAtOnce =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
  private final ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor();

  /// @param logFolder for the logs of deployments
  Serving(
      Database database,
      SecretBox secrets,
      ScorerSource source,
      Path logFolder,
      Clock clock,
      long seed) {
    this.database = database;
    this.secrets = secrets;
    this.source = source;
    this.logFolder = logFolder;
    this.clock = clock;
    this.seed = seed;
  }

  private record Key(long ownerId, String endpoint) {}

  @Override
  public void close() {
    loaders.shutdownNow();
    loaders.close();
    endpoints.values().stream()
        .flatMap(endpoint -> endpoint.deployments().values().stream())
        .forEach(LiveDeployment::close);
    source.close();
  }

  Optional<LiveEndpoint> find(long ownerId, String endpoint) {
    return Optional.ofNullable(endpoints.get(new Key(ownerId, endpoint)));
  }

  /// The log of a deployment.
  DeploymentLog log(Workspace workspace, String endpoint, String deployment) {
    return logs.computeIfAbsent(
        logFile(workspace, endpoint, deployment), file -> new DeploymentLog(file, clock));
  }

  private Path logFile(Workspace workspace, String endpoint, String deployment) {
    return logFolder
        .resolve(workspace.uuid().toString())
        .resolve(endpoint)
        .resolve(deployment + ".log");
  }

  /// Removes the log of a deployment that is gone.
  void deleteLog(Workspace workspace, String endpoint, String deployment) {
    DeploymentLog log = logs.remove(logFile(workspace, endpoint, deployment));
    if (log != null) {
      log.delete();
    }
  }

  /// A deployment whose scorer will be loaded; [#run] begins.
  LiveDeployment prepared(Workspace workspace, String endpoint, OnlineDeployment.Draft draft) {
    DeploymentLog log = log(workspace, endpoint, draft.name().value());
    return new LiveDeployment(
        draft.name().value(),
        new FutureTask<>(() -> load(workspace, endpoint, draft, log)),
        log,
        draft.settings());
  }

  private Scorer load(
      Workspace workspace, String endpoint, OnlineDeployment.Draft draft, DeploymentLog log)
      throws InterruptedException {
    loadsAtOnce.acquire();
    try {
      long start = System.nanoTime();
      Scorer scorer = source.open(workspace, endpoint, draft, log);
      log.add(
          "ready after %d ms: %s"
              .formatted((System.nanoTime() - start) / 1_000_000, scorer.summary()));
      return scorer;
    } finally {
      loadsAtOnce.release();
    }
  }

  /// Does a piece of work on a thread of its own that ends with the server.
  <T> Future<T> run(Callable<T> work) {
    return loaders.submit(work);
  }

  /// Shows an endpoint as the database has it now.
  void publish(Workspace workspace, String name) {
    publish(workspace, name, Map.of());
  }

  /// Shows an endpoint as the database has it now, with deployments that are new in memory; those
  /// whose place they take retire.
  ///
  /// @return the retirements that have begun
  List<Future<?>> publish(Workspace workspace, String name, Map<String, LiveDeployment> loaded) {
    publishing.lock();
    try {
      Key key = new Key(workspace.id(), name);
      LiveEndpoint shown = endpoints.get(key);
      Optional<OnlineEndpoint> endpoint =
          database.read(transaction -> EndpointStore.find(transaction, workspace.id(), name));
      Map<String, LiveDeployment> live = new HashMap<>();
      if (endpoint.isPresent()) {
        for (OnlineDeployment deployment : deployments(endpoint.get())) {
          LiveDeployment old = shown == null ? null : shown.deployments().get(deployment.name());
          LiveDeployment now = loaded.getOrDefault(deployment.name(), old);
          if (now != null && !(deployment.state() instanceof OnlineDeployment.State.Deleting)) {
            live.put(deployment.name(), now);
          }
        }
        Tickets tickets = shown == null ? new Tickets(seed) : shown.tickets();
        endpoints.put(key, shown(workspace, endpoint.get(), tickets, live));
      } else {
        endpoints.remove(key);
      }
      return shown == null
          ? List.of()
          : shown.deployments().values().stream()
              .filter(deployment -> !live.containsValue(deployment))
              .<Future<?>>map(this::retire)
              .toList();
    } finally {
      publishing.unlock();
    }
  }

  private Future<?> retire(LiveDeployment deployment) {
    return run(() -> {
      deployment.retire(Duration.ofNanos(deployment.timeoutNanos()).plus(PATIENCE));
      return deployment;
    });
  }

  private List<OnlineDeployment> deployments(OnlineEndpoint endpoint) {
    return database.read(transaction -> DeploymentStore.list(transaction, endpoint));
  }

  private LiveEndpoint shown(
      Workspace workspace,
      OnlineEndpoint endpoint,
      Tickets tickets,
      Map<String, LiveDeployment> live) {
    EndpointKeys keys =
        opened(
            secrets,
            workspace,
            endpoint.name(),
            database.read(transaction -> EndpointStore.keys(transaction, endpoint)));
    return new LiveEndpoint(
        endpoint.name(),
        keys,
        new Caller.EndpointKey(endpoint.name()),
        endpoint.traffic(),
        tickets,
        Map.copyOf(live));
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
