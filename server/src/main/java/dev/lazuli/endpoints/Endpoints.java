package dev.lazuli.endpoints;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The online endpoints of this server and the deployments behind them.
public final class Endpoints implements AutoCloseable {
  private final Database database;
  private final SecretBox secrets;
  private final Clock clock;
  private final Ids ids;
  private final Serving serving;
  private final Deployments deployments;

  private Endpoints(
      Database database,
      SecretBox secrets,
      Serving serving,
      Deployments deployments,
      Clock clock,
      Ids ids) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
    this.ids = ids;
    this.serving = serving;
    this.deployments = deployments;
  }

  /// The endpoints in `database`; their models begin to load, and requests wait for them.
  ///
  /// @param folder for the logs of deployments
  public static Endpoints open(
      Database database,
      SecretBox secrets,
      ScorerSource source,
      Workspaces workspaces,
      Path folder,
      Clock clock,
      Ids ids) {
    Serving serving = new Serving(database, secrets, source, folder, clock, seed(ids));
    Deployments deployments = new Deployments(database, source, serving, clock);
    Endpoints endpoints = new Endpoints(database, secrets, serving, deployments, clock, ids);
    for (Workspace workspace : workspaces.list()) {
      endpoints.list(workspace).forEach(endpoint -> deployments.resume(workspace, endpoint));
    }
    return endpoints;
  }

  private static long seed(Ids ids) {
    return Long.parseUnsignedLong(ids.hex().substring(0, 16), 16);
  }

  /// The deployments behind the endpoints.
  public Deployments deployments() {
    return deployments;
  }

  /// Ends all deployments.
  @Override
  public void close() {
    serving.close();
  }

  /// What requests meet.
  Serving serving() {
    return serving;
  }

  /// The endpoint, if it exists.
  public Optional<OnlineEndpoint> find(Workspace workspace, String name) {
    return database.read(transaction -> EndpointStore.find(transaction, workspace.id(), name));
  }

  /// The endpoint.
  ///
  /// @throws Problem.NotFound when there is none
  public OnlineEndpoint require(Workspace workspace, String name) {
    return database.read(transaction -> EndpointStore.require(transaction, workspace.id(), name));
  }

  /// All endpoints of a workspace, by name.
  public List<OnlineEndpoint> list(Workspace workspace) {
    return database.read(transaction -> EndpointStore.list(transaction, workspace.id()));
  }

  /// Makes an endpoint with two new keys, or changes the one of that name.
  ///
  /// @throws Problem.Invalid when the traffic names a deployment that does not exist
  /// @throws Problem.Conflict when it would send requests to one that is not ready
  public OnlineEndpoint save(Workspace workspace, OnlineEndpoint.Draft draft) {
    String name = draft.name().value();
    EndpointStore.SealedKeys keys =
        new EndpointStore.SealedKeys(
            sealed(workspace, name, OnlineEndpoint.KeyKind.PRIMARY),
            sealed(workspace, name, OnlineEndpoint.KeyKind.SECONDARY));
    OnlineEndpoint saved =
        database.write(transaction -> {
          Optional<OnlineEndpoint> old = EndpointStore.find(transaction, workspace.id(), name);
          draft
              .traffic()
              .requireReady(
                  old.map(OnlineEndpoint::traffic).orElseGet(TrafficSplit::none),
                  old.map(endpoint -> DeploymentStore.list(transaction, endpoint))
                      .orElse(List.of()));
          if (old.isPresent()) {
            EndpointStore.update(transaction, old.get(), draft, clock.millis());
          } else {
            EndpointStore.insert(transaction, workspace.id(), draft, keys, clock.millis());
          }
          return EndpointStore.require(transaction, workspace.id(), name);
        });
    serving.publish(workspace, name);
    return saved;
  }

  /// Removes an endpoint with its deployments.
  ///
  /// @return false when there was none
  public boolean delete(Workspace workspace, String name) {
    boolean existed =
        database.write(transaction -> {
          Optional<OnlineEndpoint> old = EndpointStore.find(transaction, workspace.id(), name);
          old.ifPresent(endpoint -> EndpointStore.delete(transaction, endpoint));
          return old.isPresent();
        });
    serving.publish(workspace, name);
    return existed;
  }

  /// The keys of an endpoint, in clear.
  ///
  /// @throws Problem.NotFound when there is no such endpoint
  public EndpointKeys keys(Workspace workspace, String name) {
    return database.read(transaction ->
        Serving.opened(
            secrets,
            workspace,
            name,
            EndpointStore.keys(
                transaction, EndpointStore.require(transaction, workspace.id(), name))));
  }

  /// Makes one of the keys anew; the old one is refused as soon as this returns.
  ///
  /// @throws Problem.NotFound when there is no such endpoint
  public void regenerate(Workspace workspace, String name, OnlineEndpoint.KeyKind kind) {
    String sealed = sealed(workspace, name, kind);
    database.change(transaction ->
        EndpointStore.setKey(
            transaction,
            EndpointStore.require(transaction, workspace.id(), name),
            kind,
            sealed,
            clock.millis()));
    serving.publish(workspace, name);
  }

  private String sealed(Workspace workspace, String name, OnlineEndpoint.KeyKind kind) {
    return secrets.seal(Serving.place(workspace, name, kind), ids.secret());
  }
}
