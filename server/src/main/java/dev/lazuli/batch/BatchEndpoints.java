package dev.lazuli.batch;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.data.Data;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobDraft;
import dev.lazuli.jobs.JobFilter;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobName;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The batch endpoints of this server: describing them, and starting their jobs.
public final class BatchEndpoints {
  /// The property of a deployment that says how rows are written.
  static final String OUTPUT_FORM = "output_form";

  private static final String LIST = "list";
  private static final JobFilter ALL =
      new JobFilter(JobFilter.View.ALL, BatchJob.TYPE, "", Long.MAX_VALUE, 1_000);

  private final Parts parts;
  private final BatchStore store = new BatchStore();

  public BatchEndpoints(Parts parts) {
    this.parts = parts;
  }

  /// What batch endpoints stand on.
  public record Parts(
      Database database, ModelFiles models, Data data, Jobs jobs, Clock clock, Ids ids) {}

  /// A resource with when it was made and changed.
  ///
  /// @param isNew whether it was made just now
  public record Kept<R>(R resource, Instant created, Instant modified, boolean isNew) {}

  /// All endpoints of a workspace, by name.
  public List<Kept<BatchEndpoint>> list(Workspace workspace) {
    return parts
        .database()
        .read(transaction ->
            store.endpoints(transaction, workspace.id()).stream()
                .map(BatchEndpoints::kept)
                .toList());
  }

  /// The endpoint of that name.
  ///
  /// @throws Problem.NotFound when there is none
  public Kept<BatchEndpoint> require(Workspace workspace, String name) {
    return parts
        .database()
        .read(transaction -> kept(store.requireEndpoint(transaction, workspace.id(), name)));
  }

  /// Makes or changes an endpoint.
  ///
  /// @throws Problem.Invalid when its default deployment does not exist
  public Kept<BatchEndpoint> put(Workspace workspace, BatchEndpoint endpoint) {
    String name = endpoint.name().value();
    return parts
        .database()
        .write(transaction -> {
          String chosen = endpoint.defaultDeployment();
          if (!chosen.isEmpty()
              && store.deployment(transaction, workspace.id(), name, chosen).isEmpty()) {
            throw new Problem.Invalid(
                "defaults.deploymentName",
                "defaults.deploymentName '%s' is not a deployment of batch endpoint '%s'"
                    .formatted(chosen, name));
          }
          boolean isNew = store.put(transaction, workspace.id(), endpoint, parts.clock().millis());
          return kept(store.requireEndpoint(transaction, workspace.id(), name), isNew);
        });
  }

  /// Removes an endpoint with its deployments; its jobs stay. False when there was none.
  public boolean delete(Workspace workspace, String name) {
    return parts
        .database()
        .write(transaction -> {
          if (store.endpoint(transaction, workspace.id(), name).isEmpty()) {
            return false;
          }
          store.deleteEndpoint(transaction, workspace.id(), name);
          return true;
        });
  }

  /// The deployments of an endpoint, by name.
  public List<Kept<BatchDeployment>> deployments(Workspace workspace, String endpoint) {
    return parts
        .database()
        .read(transaction -> {
          store.requireEndpoint(transaction, workspace.id(), endpoint);
          return store.deployments(transaction, workspace.id(), endpoint).stream()
              .map(BatchEndpoints::kept)
              .toList();
        });
  }

  /// A deployment of an endpoint.
  ///
  /// @throws Problem.NotFound when there is none
  public Kept<BatchDeployment> require(Workspace workspace, String endpoint, String name) {
    return parts
        .database()
        .read(transaction -> {
          store.requireEndpoint(transaction, workspace.id(), endpoint);
          return kept(
              store
                  .deployment(transaction, workspace.id(), endpoint, name)
                  .orElseThrow(() ->
                      new Problem.NotFound(
                          "no deployment '%s' of batch endpoint '%s'".formatted(name, endpoint))));
        });
  }

  /// Makes or changes a deployment, after a look at its model.
  ///
  /// @throws Problem when its model cannot be scored by batch deployments
  public Kept<BatchDeployment> put(Workspace workspace, BatchDeployment deployment) {
    String form = deployment.properties().getOrDefault(OUTPUT_FORM, "csv");
    if (!form.equals("csv") && !form.equals(LIST)) {
      throw new Problem.Invalid("properties." + OUTPUT_FORM, form, "csv or list");
    }
    String model = parts.models().pinned(workspace, deployment.model());
    parts.models().load(workspace, model);
    BatchDeployment pinned = deployment.withModel(model);
    return parts
        .database()
        .write(transaction -> {
          store.requireEndpoint(transaction, workspace.id(), deployment.endpoint());
          boolean isNew = store.put(transaction, workspace.id(), pinned, parts.clock().millis());
          return kept(
              store
                  .deployment(
                      transaction, workspace.id(), deployment.endpoint(), deployment.name().value())
                  .orElseThrow(() -> new IllegalStateException("just written")),
              isNew);
        });
  }

  /// Removes a deployment. False when there was none.
  ///
  /// @throws Problem.Conflict when it is the default one
  public boolean delete(Workspace workspace, String endpoint, String name) {
    return parts
        .database()
        .write(transaction -> {
          BatchEndpoint of =
              store.requireEndpoint(transaction, workspace.id(), endpoint).resource();
          if (of.defaultDeployment().equals(name)) {
            throw new Problem.Conflict(
                "deployment '%s' is the default of batch endpoint '%s': choose another default first"
                    .formatted(name, endpoint));
          }
          if (store.deployment(transaction, workspace.id(), endpoint, name).isEmpty()) {
            return false;
          }
          store.deleteDeployment(transaction, workspace.id(), endpoint, name);
          return true;
        });
  }

  /// Starts a job.
  ///
  /// @param deployment its name; empty for the endpoint's default
  /// @throws Problem.Invalid when an input or output cannot be used, or no deployment is meant
  public Job invoke(
      Workspace workspace, String endpoint, String deployment, Invocation invocation) {
    BatchEndpoint of = require(workspace, endpoint).resource();
    String chosen = deployment.isEmpty() ? of.defaultDeployment() : deployment;
    if (chosen.isEmpty()) {
      throw new Problem.Invalid(
          "defaults.deploymentName",
          "batch endpoint '%s' has no default deployment: set defaults.deployment_name, or name one"
                  .formatted(endpoint)
              + " with the header azureml-model-deployment");
    }
    BatchDeployment meant = require(workspace, endpoint, chosen).resource();
    String name =
        invocation.name().isEmpty() ? "batchjob-" + parts.ids().uuid() : invocation.name();
    BatchJob spec =
        new BatchJob(
            endpoint,
            chosen,
            meant.model(),
            invocation.inputs(),
            invocation.output(),
            invocation.isOutputFile(),
            meant.settings(),
            meant.properties().getOrDefault(OUTPUT_FORM, "csv").equals(LIST));
    JobLabels labels =
        new JobLabels(
            invocation.experiment().isEmpty() ? endpoint : invocation.experiment(),
            invocation.displayName().isEmpty() ? name : invocation.displayName(),
            "",
            Map.of("azureml.batchrun", "true"),
            Map.of("azureml.deploymentname", chosen, "azureml.endpointname", endpoint),
            false);
    return parts.jobs().submit(workspace, new JobDraft(new JobName(name), labels, spec)).job();
  }

  /// The jobs of an endpoint, newest first.
  ///
  /// @param deployment only of this one; empty for all
  public List<Job> jobs(Workspace workspace, String endpoint, String deployment) {
    require(workspace, endpoint);
    return parts.jobs().list(workspace, ALL).stream()
        .filter(job ->
            job.spec() instanceof BatchJob batch
                && batch.endpoint().equals(endpoint)
                && (deployment.isEmpty() || batch.deployment().equals(deployment)))
        .toList();
  }

  /// A job of an endpoint.
  ///
  /// @throws Problem.NotFound when there is none
  public Job job(Workspace workspace, String endpoint, String name) {
    Optional<Job> found =
        parts
            .jobs()
            .find(workspace, name)
            .filter(
                job -> job.spec() instanceof BatchJob batch && batch.endpoint().equals(endpoint));
    return found.orElseThrow(
        () -> new Problem.NotFound("no job '%s' of batch endpoint '%s'".formatted(name, endpoint)));
  }

  private static <R> Kept<R> kept(BatchStore.Row<R> row) {
    return kept(row, false);
  }

  private static <R> Kept<R> kept(BatchStore.Row<R> row, boolean isNew) {
    return new Kept<>(row.resource(), row.created(), row.modified(), isNew);
  }
}
