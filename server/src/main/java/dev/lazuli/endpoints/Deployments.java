package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.OnlineDeployment.State;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The deployments behind the endpoints of this server, and how each becomes another.
///
/// A change is written down before it begins and again when it is decided: a server that comes back
/// goes on where it stopped.
public final class Deployments {
  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

  /// How long a caller waits for a change; what takes longer is answered as being under way.
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final Database database;
  private final ScorerSource source;
  private final Serving serving;
  private final Clock clock;

  Deployments(Database database, ScorerSource source, Serving serving, Clock clock) {
    this.database = database;
    this.source = source;
    this.serving = serving;
    this.clock = clock;
  }

  /// The deployments of an endpoint, by name.
  public List<OnlineDeployment> list(Workspace workspace, String endpoint) {
    return database.read(transaction ->
        DeploymentStore.list(
            transaction, EndpointStore.require(transaction, workspace.id(), endpoint)));
  }

  /// The deployment.
  ///
  /// @throws Problem.NotFound when there is none
  public OnlineDeployment require(Workspace workspace, String endpoint, String name) {
    return database.read(transaction ->
        DeploymentStore.require(
            transaction, EndpointStore.require(transaction, workspace.id(), endpoint), name));
  }

  /// The deployment, if it exists.
  ///
  /// @throws Problem.NotFound when there is no such endpoint
  public Optional<OnlineDeployment> find(Workspace workspace, String endpoint, String name) {
    return database.read(transaction ->
        DeploymentStore.find(
            transaction, EndpointStore.require(transaction, workspace.id(), endpoint), name));
  }

  /// Puts a model or a script behind an endpoint, without traffic when the deployment is new.
  ///
  /// One that serves goes on serving until the new one is ready, and stays when that one fails.
  ///
  /// @return how it stands after a short while: decided, or still being created or updated
  /// @throws Problem.NotFound when there is no such endpoint or model
  /// @throws Problem.Conflict when the deployment is being changed already
  public OnlineDeployment deploy(
      Workspace workspace, String endpointName, OnlineDeployment.Draft asked) {
    OnlineDeployment.Draft draft =
        asked.model().isEmpty() ? asked : asked.withModel(source.pinned(workspace, asked.model()));
    var _ = RequestSettings.of(draft.settings()); // refused before anything is written
    source.check(draft);
    OnlineDeployment begun =
        database.write(transaction -> {
          OnlineEndpoint endpoint =
              EndpointStore.require(transaction, workspace.id(), endpointName);
          String name = draft.name().value();
          Optional<OnlineDeployment> old = DeploymentStore.find(transaction, endpoint, name);
          if (old.isEmpty()) {
            DeploymentStore.insert(transaction, endpoint, draft, clock.millis());
          } else {
            requireIdle(old.get());
            boolean serves = old.get().state().serves();
            DeploymentStore.update(
                transaction,
                endpoint,
                old.get(),
                serves ? old.get().draft() : draft,
                serves ? new State.Updating(draft) : new State.Creating(),
                clock.millis());
          }
          return DeploymentStore.require(transaction, endpoint, name);
        });
    await(begin(workspace, endpointName, begun, draft));
    return find(workspace, endpointName, begun.name()).orElse(begun);
  }

  private static void requireIdle(OnlineDeployment deployment) {
    if (deployment.state().isChanging()) {
      throw new Problem.Conflict(
          "deployment '%s' is %s: wait until that is done"
              .formatted(
                  deployment.name(),
                  switch (deployment.state()) {
                    case State.Creating _ -> "being created";
                    case State.Updating _ -> "being updated";
                    case State.Deleting _ -> "being deleted";
                    case State.Succeeded _, State.Failed _, State.UpdateFailed _ -> "idle";
                  }));
    }
  }

  /// Loads what a deployment shall be, and decides how it stands when that is done.
  private Future<?> begin(
      Workspace workspace,
      String endpoint,
      OnlineDeployment deployment,
      OnlineDeployment.Draft draft) {
    LiveDeployment live = serving.prepared(workspace, endpoint, draft);
    if (!deployment.state().serves()) {
      serving.publish(workspace, endpoint, Map.of(deployment.name(), live));
    }
    return serving.run(() -> {
      Optional<String> failure = live.load();
      decide(workspace, endpoint, deployment.id(), draft, live, failure);
      return live;
    });
  }

  private void decide(
      Workspace workspace,
      String endpointName,
      long id,
      OnlineDeployment.Draft draft,
      LiveDeployment live,
      Optional<String> failure) {
    failure.ifPresent(reason -> {
      LOG.atError()
          .addKeyValue("endpoint", endpointName)
          .addKeyValue("deployment", draft.name().value())
          .addKeyValue("reason", reason)
          .log("a deployment failed");
      live.log().addLines("failed: " + reason);
    });
    boolean isWanted =
        database.write(transaction -> {
          Optional<OnlineEndpoint> endpoint =
              EndpointStore.find(transaction, workspace.id(), endpointName);
          Optional<OnlineDeployment> old = DeploymentStore.find(transaction, id);
          if (endpoint.isEmpty() || old.isEmpty() || old.get().state() instanceof State.Deleting) {
            return false;
          }
          State before = old.get().state();
          State after = after(before, failure);
          boolean keepsOld = failure.isPresent() && before instanceof State.Updating;
          if (!after.equals(before) || !old.get().draft().equals(draft)) {
            DeploymentStore.update(
                transaction,
                endpoint.get(),
                old.get(),
                keepsOld ? old.get().draft() : draft,
                after,
                clock.millis());
          }
          return !keepsOld;
        });
    if (isWanted) {
      serving.publish(workspace, endpointName, Map.of(draft.name().value(), live));
    } else {
      live.close();
    }
  }

  /// How a deployment stands after what it shall be was loaded, or failed to.
  static State after(State before, Optional<String> failure) {
    if (failure.isEmpty()) {
      return before instanceof State.UpdateFailed ? before : new State.Succeeded();
    }
    return before instanceof State.Updating
        ? new State.UpdateFailed(failure.get())
        : new State.Failed(failure.get());
  }

  /// Goes on with the deployments of an endpoint after a restart; requests wait for them.
  void resume(Workspace workspace, OnlineEndpoint endpoint) {
    Map<String, LiveDeployment> live = new HashMap<>();
    for (OnlineDeployment deployment : list(workspace, endpoint.name())) {
      if (!(deployment.state() instanceof State.Deleting)) {
        live.put(
            deployment.name(), serving.prepared(workspace, endpoint.name(), deployment.draft()));
      }
    }
    serving.publish(workspace, endpoint.name(), live);
    for (OnlineDeployment deployment : list(workspace, endpoint.name())) {
      LiveDeployment own = live.get(deployment.name());
      if (deployment.state() instanceof State.Deleting) {
        var _ = end(workspace, endpoint.name(), deployment);
      } else if (own == null) {
        throw new IllegalStateException("it was prepared above: " + deployment.name());
      } else if (deployment.state() instanceof State.Updating(OnlineDeployment.Draft next)) {
        var _ = serving.run(own::load);
        var _ = begin(workspace, endpoint.name(), deployment, next);
      } else {
        resume(workspace, endpoint.name(), deployment, own);
      }
    }
  }

  private void resume(
      Workspace workspace, String endpoint, OnlineDeployment deployment, LiveDeployment live) {
    var _ =
        serving.run(() -> {
          Optional<String> failure = live.load();
          decide(workspace, endpoint, deployment.id(), deployment.draft(), live, failure);
          return live;
        });
  }

  /// Changes what is said about a deployment, not what answers its requests.
  public OnlineDeployment describe(
      Workspace workspace, String endpointName, OnlineDeployment.Draft draft) {
    return database.write(transaction -> {
      OnlineEndpoint endpoint = EndpointStore.require(transaction, workspace.id(), endpointName);
      String name = draft.name().value();
      OnlineDeployment old = DeploymentStore.require(transaction, endpoint, name);
      requireIdle(old);
      DeploymentStore.update(transaction, endpoint, old, draft, old.state(), clock.millis());
      return DeploymentStore.require(transaction, endpoint, name);
    });
  }

  /// Removes a deployment, once the requests that it is answering are answered.
  ///
  /// @return false when there was none
  /// @throws Problem.Conflict when it still gets traffic
  public boolean delete(Workspace workspace, String endpointName, String name) {
    Optional<OnlineDeployment> deleted =
        database.write(transaction -> {
          OnlineEndpoint endpoint =
              EndpointStore.require(transaction, workspace.id(), endpointName);
          int percent = endpoint.traffic().percent(name);
          if (percent > 0) {
            throw new Problem.Conflict(
                "deployment '%s' gets %d %% of the traffic: set it to 0 first"
                    .formatted(name, percent));
          }
          Optional<OnlineDeployment> old = DeploymentStore.find(transaction, endpoint, name);
          old.ifPresent(deployment ->
              DeploymentStore.update(
                  transaction,
                  endpoint,
                  deployment,
                  deployment.draft(),
                  new State.Deleting(),
                  clock.millis()));
          return old;
        });
    deleted.ifPresent(deployment -> await(end(workspace, endpointName, deployment)));
    return deleted.isPresent();
  }

  private Future<?> end(Workspace workspace, String endpointName, OnlineDeployment deployment) {
    List<Future<?>> retiring = serving.publish(workspace, endpointName, Map.of());
    return serving.run(() -> {
      for (Future<?> one : retiring) {
        one.get();
      }
      database.change(transaction ->
          EndpointStore.find(transaction, workspace.id(), endpointName)
              .ifPresent(endpoint -> DeploymentStore.delete(transaction, endpoint, deployment)));
      serving.deleteLog(workspace, endpointName, deployment.name());
      return deployment;
    });
  }

  private static void await(Future<?> work) {
    try {
      work.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("a change of a deployment goes on", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("the server is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a change of a deployment ended early", e.getCause());
    }
  }

  /// The last lines of a deployment's log.
  ///
  /// @throws Problem.NotFound when there is no such deployment
  public String log(Workspace workspace, String endpoint, String name, int linesMax) {
    require(workspace, endpoint, name);
    return serving.log(workspace, endpoint, name).tail(linesMax);
  }
}
