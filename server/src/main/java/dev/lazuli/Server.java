package dev.lazuli;

import dev.lazuli.azureml.AssetRoutes;
import dev.lazuli.azureml.BatchRoutes;
import dev.lazuli.azureml.BlobRoutes;
import dev.lazuli.azureml.ClientRoutes;
import dev.lazuli.azureml.DataRoutes;
import dev.lazuli.azureml.DatastoreRoutes;
import dev.lazuli.azureml.DiscoveryRoutes;
import dev.lazuli.azureml.EnvironmentRoutes;
import dev.lazuli.azureml.JobApi;
import dev.lazuli.azureml.ModelRoutes;
import dev.lazuli.azureml.OnlineDeploymentRoutes;
import dev.lazuli.azureml.OnlineEndpointRoutes;
import dev.lazuli.azureml.OperationRoutes;
import dev.lazuli.azureml.PendingUploads;
import dev.lazuli.azureml.RegistryRoutes;
import dev.lazuli.azureml.WorkspaceRoutes;
import dev.lazuli.base.Config;
import dev.lazuli.blobapi.StorageEndpoint;
import dev.lazuli.endpoints.ScoringRoutes;
import dev.lazuli.http.Action;
import dev.lazuli.http.Guard;
import dev.lazuli.http.HttpServer;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Response;
import dev.lazuli.http.Router;
import dev.lazuli.http.Routes;
import dev.lazuli.http.Traffic;
import dev.lazuli.identity.LocalGuard;
import dev.lazuli.mlflow.Mlflow;
import dev.lazuli.tls.Certificates;
import dev.lazuli.tls.ServerCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A running workspace: its features, their routes, and the listener in front of them.
public final class Server implements AutoCloseable {
  private final Router router = new Router();
  private final Map<Action, Guard> keyed = new EnumMap<>(Action.class);
  private final Parts parts;
  private final Traffic traffic = new Traffic();
  private final HttpServer http;

  private Server(Parts parts) {
    this.parts = parts;
    Config config = parts.config;
    router.add(ownRoutes(traffic));
    addRoutes();
    Guard guard = parts.signOn.guard(new LocalGuard(keyed));
    http =
        parts.opened(
            HttpServer.start(
                new HttpServer.Parts(config, router, guard, parts.ids, traffic),
                certificate(config),
                parts.database::cancelReadsOf));
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    parts.jobs.start(URI.create("http://%s:%d".formatted(host, http.port())));
  }

  /// Starts a server; it is ready when this returns.
  ///
  /// @throws dev.lazuli.base.Problem when the folder, the store or the port cannot be used
  public static Server start(Config config, Clock clock, RandomGenerator random) {
    Parts parts = new Parts(config, clock, random);
    try {
      return new Server(parts);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private ServerCertificate certificate(Config config) {
    Config.TlsFiles own = config.tls();
    return own == null
        ? parts.certificates.server()
        : Certificates.own(own.certificate(), own.key());
  }

  /// The port that it listens on.
  public int port() {
    return http.port();
  }

  /// The port that it listens on for HTTPS.
  public int httpsPort() {
    return http.httpsPort();
  }

  /// All routes, with the action that each needs.
  public Router router() {
    return router;
  }

  /// Stops: no new requests, the begun ones end, then the parts close in reverse.
  @Override
  public void close() {
    parts.close();
  }

  private void addRoutes() {
    router.add(new OperationRoutes(parts.operations).routes());
    new WorkspaceRoutes(parts.workspaces, parts.owners, parts.operations)
        .routes()
        .forEach(router::add);
    new RegistryRoutes(parts.registries, parts.owners).routes().forEach(router::add);
    router.add(new BlobRoutes(parts.blobs, parts.config.limits()).routes());
    router.add(new DataRoutes(parts.data, parts.scope).routes());
    router.add(
        new ModelRoutes(parts.registry, parts.modelVersions, parts.models, parts.scope).routes());
    addStorage();
    addJobs();
    addEndpoints();
    addBatch();
    addMlflow();
  }

  private void addStorage() {
    StorageEndpoint.Parts storage =
        new StorageEndpoint.Parts(
            parts.database,
            parts.blobs,
            parts.workspaces,
            parts.account,
            parts.config.limits(),
            parts.clock,
            parts.ids);
    router.add(DiscoveryRoutes.routes());
    router.add(
        new DatastoreRoutes(parts.datastores, parts.account, parts.scope, parts.clock).routes());
    StorageEndpoint endpoint = new StorageEndpoint(storage);
    endpoint.routes().forEach(router::add);
    PendingUploads uploads =
        new PendingUploads(parts.account, endpoint::makeContainer, parts.clock, parts.ids);
    new AssetRoutes(parts.assets, parts.ownerScope, uploads).routes().forEach(router::add);
    router.add(parts.signOn.routes());
    ClientRoutes.Parts clients =
        new ClientRoutes.Parts(
            parts.workspaces,
            parts.signOn.principals(),
            parts.account,
            parts.certificates,
            this::httpsPort,
            certificates -> http.show(certificate(parts.config)));
    router.add(new ClientRoutes(clients).routes());
  }

  private void addJobs() {
    router.add(new EnvironmentRoutes(parts.environments, parts.scope).routes());
    JobApi jobs = new JobApi(parts.jobs, parts.tracking, parts.scope);
    jobs.addTo(router);
    keyed.putAll(jobs.guards());
  }

  private void addEndpoints() {
    ScoringRoutes scoring =
        new ScoringRoutes(parts.endpoints, parts.scope, parts.config.limits(), traffic.registry());
    router.add(scoring.routes());
    keyed.put(Action.ONLINE_ENDPOINTS_SCORE, scoring::admit);
    router.add(new OnlineEndpointRoutes(parts.endpoints, parts.workspaces).routes());
    router.add(new OnlineDeploymentRoutes(parts.endpoints, parts.workspaces).routes());
  }

  private void addBatch() {
    BatchRoutes batch = new BatchRoutes(parts.batch, parts.workspaces);
    router.add(batch.routes());
    router.add(batch.invocations());
  }

  private void addMlflow() {
    Mlflow.Parts mlflow =
        new Mlflow.Parts(
            parts.tracking,
            parts.loggedModels,
            parts.traces,
            parts.evaluationSets,
            parts.judges,
            parts.registry,
            parts.modelVersions,
            parts.blobs,
            parts.clock);
    new Mlflow(mlflow, parts.scope, parts.config.limits()).addTo(router);
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
            Action.METRICS_READ,
            _ ->
                Response.bytes(
                    200,
                    "text/plain; version=0.0.4; charset=utf-8",
                    traffic.scrape().getBytes(StandardCharsets.UTF_8)));
  }
}
