package dev.lazuli;

import dev.lazuli.automl.AutoMlWork;
import dev.lazuli.azureml.BlobRoutes;
import dev.lazuli.azureml.DataRoutes;
import dev.lazuli.azureml.JobApi;
import dev.lazuli.azureml.ModelRoutes;
import dev.lazuli.azureml.OnlineDeploymentRoutes;
import dev.lazuli.azureml.OnlineEndpointRoutes;
import dev.lazuli.azureml.WorkspaceRoutes;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.data.Data;
import dev.lazuli.endpoints.Endpoints;
import dev.lazuli.endpoints.ModelFiles;
import dev.lazuli.endpoints.ScoringRoutes;
import dev.lazuli.http.Action;
import dev.lazuli.http.HttpServer;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Response;
import dev.lazuli.http.Router;
import dev.lazuli.http.Routes;
import dev.lazuli.http.Traffic;
import dev.lazuli.identity.LocalGuard;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.jobs.LocalLauncher;
import dev.lazuli.jobs.RunnerSettings;
import dev.lazuli.mlflow.Mlflow;
import dev.lazuli.registry.ModelVersions;
import dev.lazuli.registry.Registry;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.Database;
import dev.lazuli.store.LocalBlobStore;
import dev.lazuli.store.SecretBox;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Tracking;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running workspace: its parts wired top to bottom, closed in reverse.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Router router = new Router();
  private final HttpServer http;

  private Server(Config config, Clock clock, RandomGenerator random) {
    Ids ids = new Ids(random);
    try {
      opened(HomeFolder.lock(config.home()));
      Database database = opened(Database.open(config));
      BlobStore blobs = new LocalBlobStore(config.home().resolve("blobs"), ids);
      Workspaces workspaces = Workspaces.open(database, clock, ids);
      WorkspaceScope scope = new WorkspaceScope(workspaces);
      Experiments experiments = new Experiments(database, clock);
      workspaces.list().forEach(experiments::prepare);
      Tracking tracking = new Tracking(database, experiments, clock, ids);
      LoggedModels loggedModels = new LoggedModels(database, experiments, clock, ids);
      Registry registry = new Registry(database, tracking, loggedModels, clock);
      ModelVersions modelVersions = new ModelVersions(database, clock);
      Data data = new Data(database, blobs, config, clock);
      ModelFiles models =
          new ModelFiles(blobs, tracking, loggedModels, registry, config.home().resolve("tmp"));
      SecretBox secrets = SecretBox.open(config.home(), random);
      Endpoints endpoints =
          opened(Endpoints.open(database, secrets, models, workspaces, clock, ids));
      Traffic traffic = new Traffic();
      Jobs jobs =
          opened(
              new Jobs(
                  new Jobs.Parts(
                      database,
                      blobs,
                      workspaces,
                      tracking,
                      config.limits(),
                      RunnerSettings.of(config.limits()),
                      new LocalLauncher(Main.class.getName(), config.limits().jobsAtOnce()),
                      config.home().resolve("jobs"),
                      clock,
                      ids),
                  List.of(new AutoMlWork(data))));

      router.add(ownRoutes(traffic));
      router.add(new WorkspaceRoutes(scope).routes());
      router.add(new BlobRoutes(blobs, config.limits()).routes());
      router.add(new ScoringRoutes(endpoints, scope, config.limits()).routes());
      router.add(new OnlineEndpointRoutes(endpoints, workspaces).routes());
      router.add(new OnlineDeploymentRoutes(endpoints, workspaces).routes());
      router.add(new ModelRoutes(registry, modelVersions, models, scope).routes());
      router.add(new DataRoutes(data, scope).routes());
      new JobApi(jobs, tracking, scope).addTo(router);
      Mlflow.Parts mlflow =
          new Mlflow.Parts(tracking, loggedModels, registry, modelVersions, blobs);
      new Mlflow(mlflow, scope, config.limits()).addTo(router);

      http = opened(HttpServer.start(config, router, new LocalGuard(), ids, traffic));
      String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
      jobs.start(URI.create("http://%s:%d".formatted(host, http.port())));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /// Starts a server; it is ready when this returns.
  ///
  /// @throws dev.lazuli.base.Problem when the folder, the store or the port cannot be used
  public static Server start(Config config, Clock clock, RandomGenerator random) {
    return new Server(config, clock, random);
  }

  /// The port that it listens on.
  public int port() {
    return http.port();
  }

  /// All routes, with the action that each needs.
  public Router router() {
    return router;
  }

  /// Stops: no new requests, the begun ones end, then the parts close in reverse.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      closeQuietly(parts.pop());
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /// One of the listed boundaries that catch everything: closing one part must not keep the next.
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.error("a part did not close", e);
    }
  }

  private static Routes ownRoutes(Traffic traffic) {
    return Routes.exact(new PlainProtocol(), "")
        .addQuiet("GET /health", Action.PUBLIC, _ -> Response.text(200, "OK"))
        .addQuiet(
            "GET /api/lazuli/version",
            Action.PUBLIC,
            _ -> Response.ok(Map.of("version", Version.text())))
        .addQuiet(
            "GET /metrics",
            Action.read("metrics"),
            _ ->
                Response.bytes(
                    200,
                    "text/plain; version=0.0.4; charset=utf-8",
                    traffic.scrape().getBytes(StandardCharsets.UTF_8)));
  }
}
