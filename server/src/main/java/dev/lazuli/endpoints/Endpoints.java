package dev.lazuli.endpoints;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The online endpoints of this server and the deployments behind them.
public final class Endpoints implements AutoCloseable {
  private final Database database;
  private final SecretBox secrets;
  private final Clock clock;
  private final Ids ids;
  private final ModelSource models;
  private final Serving serving;

  private Endpoints(
      Database database,
      SecretBox secrets,
      ModelSource models,
      Serving serving,
      Clock clock,
      Ids ids) {
    this.models = models;
    this.database = database;
    this.secrets = secrets;
    this.serving = serving;
    this.clock = clock;
    this.ids = ids;
  }

  /// The endpoints in `database`; their models begin to load, and requests wait for them.
  public static Endpoints open(
      Database database,
      SecretBox secrets,
      ModelSource models,
      Workspaces workspaces,
      Clock clock,
      Ids ids) {
    Serving serving = new Serving(database, secrets, models, clock, new Tickets(seed(ids)));
    Endpoints endpoints = new Endpoints(database, secrets, models, serving, clock, ids);
    for (Workspace workspace : workspaces.list()) {
      serving.start(workspace);
    }
    return endpoints;
  }

  private static long seed(Ids ids) {
    return Long.parseUnsignedLong(ids.hex().substring(0, 16), 16);
  }

  /// Ends the loading of models.
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
              .requireIn(
                  old.map(endpoint ->
                          EndpointStore.deployments(transaction, endpoint).stream()
                              .map(OnlineDeployment::name)
                              .collect(Collectors.toSet()))
                      .orElse(Set.of()));
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
          old.ifPresent(endpoint -> EndpointStore.delete(transaction, endpoint, clock.millis()));
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

  /// The deployments of an endpoint, by name.
  public List<OnlineDeployment> deployments(Workspace workspace, String endpoint) {
    return database.read(transaction ->
        EndpointStore.deployments(
            transaction, EndpointStore.require(transaction, workspace.id(), endpoint)));
  }

  /// The deployment.
  ///
  /// @throws Problem.NotFound when there is none
  public OnlineDeployment requireDeployment(Workspace workspace, String endpoint, String name) {
    return database.read(transaction ->
        EndpointStore.requireDeployment(
            transaction, EndpointStore.require(transaction, workspace.id(), endpoint), name));
  }

  /// The deployment, if it exists.
  ///
  /// @throws Problem.NotFound when there is no such endpoint
  public Optional<OnlineDeployment> findDeployment(
      Workspace workspace, String endpoint, String name) {
    return database.read(transaction ->
        EndpointStore.findDeployment(
            transaction, EndpointStore.require(transaction, workspace.id(), endpoint), name));
  }

  /// Loads the model and puts it behind the endpoint; without traffic when the deployment is new.
  ///
  /// A new deployment whose model does not load is kept as failed, with the reason. One that serves
  /// stays as it was.
  ///
  /// @throws Problem.NotFound when there is no such endpoint or model
  /// @throws Problem.Conflict when the deployment serves and the new model does not load
  public OnlineDeployment deploy(
      Workspace workspace, String endpointName, OnlineDeployment.Draft asked) {
    OnlineDeployment.Draft draft = asked.withModel(models.pinned(workspace, asked.model()));
    OnlineEndpoint endpoint = require(workspace, endpointName);
    String name = draft.name().value();
    var _ = RequestSettings.of(draft.settings()); // refused before it is kept
    Optional<OnlineDeployment> old = findDeployment(workspace, endpointName, name);
    Serving.Load load = serving.load(workspace, endpointName, draft);
    if (load.state() instanceof OnlineDeployment.State.Failed(String reason)
        && old.isPresent()
        && old.get().state() instanceof OnlineDeployment.State.Succeeded) {
      throw new Problem.Conflict("deployment '%s' stays as it was: %s".formatted(name, reason));
    }
    OnlineDeployment saved =
        database.write(transaction -> {
          EndpointStore.save(transaction, endpoint, draft, load.state(), clock.millis());
          return EndpointStore.requireDeployment(transaction, endpoint, name);
        });
    serving.publish(workspace, endpointName, load);
    return saved;
  }

  /// Changes what is said about a deployment, not its model.
  public OnlineDeployment describe(
      Workspace workspace, String endpointName, OnlineDeployment.Draft draft) {
    OnlineDeployment saved =
        database.write(transaction -> {
          OnlineEndpoint endpoint =
              EndpointStore.require(transaction, workspace.id(), endpointName);
          String name = draft.name().value();
          OnlineDeployment old = EndpointStore.requireDeployment(transaction, endpoint, name);
          EndpointStore.save(transaction, endpoint, draft, old.state(), clock.millis());
          return EndpointStore.requireDeployment(transaction, endpoint, name);
        });
    return saved;
  }

  /// Removes a deployment.
  ///
  /// @return false when there was none
  /// @throws Problem.Conflict when it still gets traffic
  public boolean deleteDeployment(Workspace workspace, String endpointName, String name) {
    boolean existed =
        database.write(transaction -> {
          OnlineEndpoint endpoint =
              EndpointStore.require(transaction, workspace.id(), endpointName);
          int percent = endpoint.traffic().percent(name);
          if (percent > 0) {
            throw new Problem.Conflict(
                "deployment '%s' gets %d %% of the traffic: set it to 0 first"
                    .formatted(name, percent));
          }
          Optional<OnlineDeployment> old =
              EndpointStore.findDeployment(transaction, endpoint, name);
          old.ifPresent(deployment ->
              EndpointStore.delete(transaction, endpoint, deployment, clock.millis()));
          return old.isPresent();
        });
    serving.publish(workspace, endpointName);
    return existed;
  }

  /// The last lines of a deployment's log since the server's start.
  ///
  /// @throws Problem.NotFound when there is no such deployment
  public String log(Workspace workspace, String endpoint, String name, int linesMax) {
    requireDeployment(workspace, endpoint, name);
    return serving
        .find(workspace.id(), endpoint)
        .flatMap(live -> Optional.ofNullable(live.deployments().get(name)))
        .map(deployment -> deployment.log().tail(linesMax))
        .orElse("");
  }
}
