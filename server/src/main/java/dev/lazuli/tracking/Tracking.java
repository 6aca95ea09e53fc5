package dev.lazuli.tracking;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Runs: they start, log, and end. Every method that changes something is one transaction.
public final class Tracking {
  private static final int DATASETS_MAX = 1_000;

  private final Database database;
  private final Experiments experiments;
  private final Clock clock;
  private final Ids ids;
  private final MetricNames names;
  private final RunStore store = new RunStore();
  private final MetricStore metrics = new MetricStore();
  private final InputStore inputs = new InputStore();
  private final LoggedModelStore models = new LoggedModelStore();
  private final RunSearch search;

  public Tracking(Database database, Experiments experiments, Clock clock, Ids ids) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.ids = ids;
    this.names = new MetricNames(database);
    this.search = new RunSearch(names);
  }

  /// The experiments that the runs belong to.
  public Experiments experiments() {
    return experiments;
  }

  /// Starts a run.
  ///
  /// @throws Problem.NotFound when there is no such experiment
  /// @throws Problem.Conflict when a run of the given id exists
  /// @throws Problem.Invalid when the experiment is deleted, or the id or a tag cannot be used
  public RunData startRun(Workspace workspace, NewRun wanted) {
    return database.write(transaction -> startRun(transaction, workspace, wanted));
  }

  /// Starts a run inside the caller's transaction; see [#startRun].
  public RunData startRun(Transaction transaction, Workspace workspace, NewRun wanted)
      throws SQLException {
    Experiment experiment =
        Experiments.active(experiments.require(transaction, workspace, wanted.experimentId()));
    String id = wanted.id().isEmpty() ? ids.hex() : wanted.id();
    Names.checkRunId(id);
    if (store.find(transaction, workspace.id(), id).isPresent()) {
      throw Problem.Conflict.exists("Run with id=%s already exists".formatted(id));
    }
    String name = name(wanted);
    Run run =
        new Run(
            0,
            experiment.key(),
            experiment.id(),
            id,
            name,
            wanted.userId(),
            RunStatus.RUNNING,
            wanted.startMs() == NewRun.NOW ? clock.millis() : wanted.startMs(),
            null,
            ArtifactUri.ofRun(experiment, id),
            false);
    store.insert(transaction, workspace.id(), run);
    Run made = store.require(transaction, workspace.id(), id);
    List<Tag> tags = new ArrayList<>();
    wanted.tags().forEach(tag -> tags.add(Names.tag("key", tag.key(), tag.value())));
    tags.add(new Tag(NewRun.NAME_TAG, name));
    store.tags.set(transaction, made.key(), tags);
    event(transaction, workspace, "run.created", id, Map.of("experiment", experiment.id()));
    return data(transaction, List.of(made)).getFirst();
  }

  private String name(NewRun wanted) {
    String tagged =
        wanted.tags().stream()
            .filter(tag -> tag.key().equals(NewRun.NAME_TAG))
            .map(Tag::value)
            .findFirst()
            .orElse("");
    if (!wanted.name().isEmpty() && !tagged.isEmpty() && !wanted.name().equals(tagged)) {
      throw new Problem.Invalid(
          "run_name",
          "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='%s', mlflow.runName='%s')."
              .formatted(wanted.name(), tagged));
    }
    if (!wanted.name().isEmpty()) {
      return wanted.name();
    }
    return tagged.isEmpty() ? RunNaming.random(ids) : tagged;
  }

  /// A run, deleted or not.
  ///
  /// @throws Problem.NotFound when there is none
  public Run require(Workspace workspace, String runId) {
    return database.read(transaction -> store.require(transaction, workspace.id(), runId));
  }

  /// A run, deleted or not; empty when there is none.
  public Optional<Run> find(Workspace workspace, String runId) {
    return database.read(transaction -> store.find(transaction, workspace.id(), runId));
  }

  /// A run with what was logged to it.
  ///
  /// @throws Problem.NotFound when there is none
  public RunData data(Workspace workspace, String runId) {
    return database.read(transaction ->
        data(transaction, List.of(store.require(transaction, workspace.id(), runId))).getFirst());
  }

  /// Sets what is given of a run's status, end and name; the rest stays.
  ///
  /// @throws Problem.NotFound when there is no such run
  /// @throws Problem.Invalid when it is deleted
  public Run updateRun(Workspace workspace, String runId, RunChange change) {
    return database.write(transaction -> updateRun(transaction, workspace, runId, change));
  }

  /// Changes a run inside the caller's transaction; see [#updateRun].
  public Run updateRun(Transaction transaction, Workspace workspace, String runId, RunChange change)
      throws SQLException {
    Run run = active(store.require(transaction, workspace.id(), runId));
    String name = change.newName().orElse(run.name());
    RunStatus status = change.newStatus().orElse(run.status());
    Long end = change.newEndMs().orElse(run.endedMs());
    store.update(transaction, run.key(), name, status, end);
    if (!name.equals(run.name())) {
      store.tags.set(transaction, run.key(), List.of(new Tag(NewRun.NAME_TAG, name)));
    }
    event(transaction, workspace, "run.updated", runId, Map.of("status", status.name()));
    return store.require(transaction, workspace.id(), runId);
  }

  /// Ends a run now.
  ///
  /// @throws Problem.NotFound when there is no such run
  public Run endRun(Workspace workspace, String runId, RunStatus status) {
    return updateRun(workspace, runId, RunChange.ended(status, clock.millis()));
  }

  /// Marks a run deleted; deleting it again changes nothing.
  ///
  /// @throws Problem.NotFound when there is none
  public void deleteRun(Workspace workspace, String runId) {
    setDeleted(workspace, runId, true);
  }

  /// Brings a deleted run back.
  ///
  /// @throws Problem.NotFound when there is none
  public void restoreRun(Workspace workspace, String runId) {
    setDeleted(workspace, runId, false);
  }

  private void setDeleted(Workspace workspace, String runId, boolean deleted) {
    database.change(transaction -> {
      Run run = store.require(transaction, workspace.id(), runId);
      store.setDeleted(transaction, run.key(), deleted, clock.millis());
      event(transaction, workspace, deleted ? "run.deleted" : "run.restored", runId, Map.of());
    });
  }

  /// Logs metrics, params and tags together; durable when this returns, and all or nothing.
  ///
  /// @throws Problem.NotFound when there is no such run
  /// @throws Problem.Invalid when the run is deleted, a key is not good, or a param was logged with
  ///   another value
  public void log(Workspace workspace, String runId, LogBatch batch) {
    List<Param> params = checkedParams(batch);
    List<Tag> tags = checkedTags(batch);
    long[] numbers = numbers(workspace, batch);
    database.change(transaction -> {
      Run run = active(store.require(transaction, workspace.id(), runId));
      store.addParams(transaction, run, params, batch.alone());
      setTags(transaction, run, tags);
      if (numbers.length > 0) {
        metrics.add(transaction, run, batch.metrics(), numbers);
        models.addMetrics(transaction, workspace, run, batch, numbers);
      }
      logged(transaction, workspace, runId);
    });
  }

  private static List<Param> checkedParams(LogBatch batch) {
    List<Param> checked = new ArrayList<>(batch.params().size());
    for (int i = 0; i < batch.params().size(); i++) {
      Param param = batch.params().get(i);
      checked.add(Names.param(batch.path("params", i) + "key", param.key(), param.value()));
    }
    return checked;
  }

  private static List<Tag> checkedTags(LogBatch batch) {
    List<Tag> checked = new ArrayList<>(batch.tags().size());
    for (int i = 0; i < batch.tags().size(); i++) {
      Tag tag = batch.tags().get(i);
      checked.add(Names.tag(batch.path("tags", i) + "key", tag.key(), tag.value()));
    }
    return checked;
  }

  private long[] numbers(Workspace workspace, LogBatch whole) {
    MetricBatch batch = whole.metrics();
    Set<String> keys = new LinkedHashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      String key = batch.key(i);
      if (keys.add(key) && !names.isKnown(workspace, key)) {
        Names.checkMetric(whole.path("metrics", i) + "name", key);
      }
    }
    Map<String, Long> known = names.numbers(workspace, keys);
    long[] numbers = new long[batch.size()];
    for (int i = 0; i < numbers.length; i++) {
      Long number = known.get(batch.key(i));
      if (number == null) {
        throw new IllegalStateException("each key has a number");
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private void setTags(Transaction transaction, Run run, List<Tag> tags) throws SQLException {
    store.tags.set(transaction, run.key(), tags);
    for (Tag tag : tags) {
      if (tag.key().equals(NewRun.NAME_TAG)) {
        store.update(transaction, run.key(), tag.value(), run.status(), run.endedMs());
      }
    }
  }

  /// Removes a tag.
  ///
  /// @throws Problem.NotFound when there is no such run or tag
  public void deleteTag(Workspace workspace, String runId, String key) {
    database.change(transaction -> {
      Run run = active(store.require(transaction, workspace.id(), runId));
      if (!store.tags.delete(transaction, run.key(), key)) {
        throw new Problem.NotFound("No tag with name: %s in run with id %s".formatted(key, runId));
      }
      logged(transaction, workspace, runId);
    });
  }

  /// Tells what a run has read.
  ///
  /// @throws Problem.NotFound when there is no such run
  public void logInputs(
      Workspace workspace,
      String runId,
      List<DatasetInput> datasets,
      List<RunData.ModelLink> modelsRead) {
    database.change(transaction -> {
      Run run = active(store.require(transaction, workspace.id(), runId));
      inputs.addDatasets(transaction, run, datasets);
      inputs.addModels(transaction, run, "input", modelsRead);
      logged(transaction, workspace, runId);
    });
  }

  /// The datasets that runs of some experiments have read, at most 1,000.
  ///
  /// @throws Problem.Invalid when an id is no number
  public List<DatasetSummary> datasets(Workspace workspace, List<String> experimentIds) {
    return database.read(transaction ->
        inputs.summaries(
            transaction,
            RunSearch.experiments(transaction, workspace, experimentIds),
            DATASETS_MAX));
  }

  /// Tells which logged models a run has made.
  ///
  /// @throws Problem.NotFound when there is no such run
  public void logOutputs(Workspace workspace, String runId, List<RunData.ModelLink> modelsMade) {
    database.change(transaction -> {
      Run run = active(store.require(transaction, workspace.id(), runId));
      inputs.addModels(transaction, run, "output", modelsMade);
      logged(transaction, workspace, runId);
    });
  }

  /// The points of a metric by time, then step, then value; none for an unknown run or metric.
  ///
  /// @param max the most points
  public List<Metric> history(
      Workspace workspace, String runId, String key, long offset, long max) {
    return database.read(transaction -> {
      Optional<Run> run = store.find(transaction, workspace.id(), runId);
      Optional<Long> number = names.find(transaction, workspace, key);
      return run.isEmpty() || number.isEmpty()
          ? List.<Metric>of()
          : metrics.history(transaction, run.get().key(), number.get(), key, offset, max);
    });
  }

  /// A page of runs.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<RunData> search(Workspace workspace, RunQuery query) {
    return database.read(transaction -> {
      Page<Long> keys = search.keys(transaction, workspace, query);
      return new Page<>(byKey(transaction, keys.items()), keys.next());
    });
  }

  /// The row numbers of a page of runs, for a reader that takes a long page part by part.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<Long> searchKeys(Workspace workspace, RunQuery query) {
    return database.read(transaction -> search.keys(transaction, workspace, query));
  }

  /// The runs with these row numbers, in their order.
  public List<RunData> byKey(List<Long> keys) {
    return database.read(transaction -> byKey(transaction, keys));
  }

  private List<RunData> byKey(Transaction transaction, List<Long> keys) throws SQLException {
    Map<Long, Run> found = store.byKey(transaction, keys);
    List<Run> runs = keys.stream().map(found::get).filter(Objects::nonNull).toList();
    return data(transaction, runs);
  }

  /// The runs with what was logged to them, in their order.
  List<RunData> data(Transaction transaction, List<Run> runs) throws SQLException {
    Collection<Long> keys = runs.stream().map(Run::key).toList();
    var latest = metrics.latest(transaction, keys);
    var params = store.params.of(transaction, keys);
    var tags = store.tags.of(transaction, keys);
    var datasets = inputs.datasets(transaction, keys);
    var read = inputs.models(transaction, keys, "input");
    var made = inputs.models(transaction, keys, "output");
    List<RunData> whole = new ArrayList<>(runs.size());
    for (Run run : runs) {
      long key = run.key();
      whole.add(
          new RunData(
              run,
              latest.getOrDefault(key, List.of()),
              params.getOrDefault(key, List.of()).stream()
                  .map(tag -> new Param(tag.key(), tag.value()))
                  .toList(),
              tags.getOrDefault(key, List.of()),
              datasets.getOrDefault(key, List.of()),
              read.getOrDefault(key, List.of()),
              made.getOrDefault(key, List.of())));
    }
    return whole;
  }

  /// One event for all that is logged together.
  private static void logged(Transaction transaction, Workspace workspace, String runId) {
    event(transaction, workspace, Events.RUN_LOGGED, runId, Map.of());
  }

  private static void event(
      Transaction transaction,
      Workspace workspace,
      String kind,
      String runId,
      Map<String, ?> content) {
    Events.append(transaction, workspace.id(), kind, "runs/" + runId, content);
  }

  private static Run active(Run run) {
    if (run.deleted()) {
      throw new Problem.Invalid(
          "run_id",
          "The run %s must be in the 'active' state. Current state is deleted."
              .formatted(run.id()));
    }
    return run;
  }
}
