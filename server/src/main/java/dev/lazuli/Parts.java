package dev.lazuli;

import dev.lazuli.artifacts.DatastoreCatalog;
import dev.lazuli.artifacts.OwnedBlobs;
import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.assets.Assets;
import dev.lazuli.automl.AutoMlWork;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.batch.BatchEndpoints;
import dev.lazuli.batch.BatchWork;
import dev.lazuli.compute.LocalCompute;
import dev.lazuli.data.Data;
import dev.lazuli.data.DataRows;
import dev.lazuli.endpoints.CodePlaces;
import dev.lazuli.endpoints.Endpoints;
import dev.lazuli.endpoints.OwnedEndpoints;
import dev.lazuli.endpoints.Scorers;
import dev.lazuli.endpoints.WorkerPlans;
import dev.lazuli.endpoints.workers.PythonFiles;
import dev.lazuli.endpoints.workers.VenvBuilder;
import dev.lazuli.environments.Environments;
import dev.lazuli.evaluation.EvaluationSets;
import dev.lazuli.evaluation.ScorerVersions;
import dev.lazuli.identity.OwnerHook;
import dev.lazuli.identity.OwnerScope;
import dev.lazuli.identity.Owners;
import dev.lazuli.identity.Registries;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.JobWork;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.jobs.OwnedJobs;
import dev.lazuli.jobs.Queues;
import dev.lazuli.jobs.RunnerSettings;
import dev.lazuli.jobs.command.CommandJobs;
import dev.lazuli.jobs.command.UrlMap;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.operations.Operations;
import dev.lazuli.pipelines.PipelineController;
import dev.lazuli.registry.ModelVersions;
import dev.lazuli.registry.Registry;
import dev.lazuli.signon.SignOn;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.CheckedBlobStore;
import dev.lazuli.store.Database;
import dev.lazuli.store.EventRetention;
import dev.lazuli.store.Events;
import dev.lazuli.store.SecretBox;
import dev.lazuli.tls.Certificates;
import dev.lazuli.tracing.Traces;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Tracking;
import dev.lazuli.tracking.TrackingHook;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The features of a server, each made from those before it, closed in reverse.
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private static final Duration EVENTS_KEPT = Duration.ofDays(90);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  final Config config;
  final Clock clock;
  final Ids ids;
  final Database database;
  final Events events;
  final BlobStore blobs;
  final SecretBox secrets;
  final StorageAccount account;
  final DatastoreCatalog datastores;
  final SignOn signOn;
  final Workspaces workspaces;
  final WorkspaceScope scope;
  final Registries registries;
  final Owners owners;
  final Operations operations;
  final OwnerScope ownerScope;
  final Assets assets;
  final Data data;
  final Experiments experiments;
  final Tracking tracking;
  final LoggedModels loggedModels;
  final Traces traces;
  final EvaluationSets evaluationSets;
  final ScorerVersions judges;
  final Registry registry;
  final ModelVersions modelVersions;
  final ModelFiles models;
  final Endpoints endpoints;
  final Environments environments;
  final Jobs jobs;
  final BatchEndpoints batch;
  final Certificates certificates;

  Parts(Config config, Clock clock, RandomGenerator random) {
    this.config = config;
    this.clock = clock;
    this.ids = new Ids(random);
    try {
      opened(HomeFolder.lock(config.home()));
      database = opened(Database.open(config, clock));
      events = new Events(database);
      opened(EventRetention.start(events, EVENTS_KEPT, clock));
      blobs = new CheckedBlobStore(config.home().resolve("blobs"), ids, database);
      secrets = SecretBox.open(config.home(), random);
      secrets.checkFits(database);
      account = new StorageAccount(secrets);
      datastores = new DatastoreCatalog(database, secrets);
      signOn = new SignOn(database, secrets, clock, ids);
      workspaces = Workspaces.open(database, clock, ids);
      scope = new WorkspaceScope(workspaces);
      registries = new Registries(database);
      operations = opened(new Operations(database, clock, ids));
      operations.failLeftOver();
      owners = new Owners(database, workspaces, ids, hooks(blobs));
      ownerScope = new OwnerScope(workspaces, registries);
      assets = new Assets(database);
      data = new Data(database, blobs, config, clock);
      experiments = new Experiments(database, clock);
      workspaces.list().forEach(experiments::prepare);
      tracking = new Tracking(database, experiments, clock, ids);
      loggedModels = new LoggedModels(database, experiments, clock, ids);
      traces = new Traces(database, experiments, clock, ids);
      evaluationSets = new EvaluationSets(database, experiments, clock, ids);
      judges = new ScorerVersions(database, experiments, clock, ids);
      registry = new Registry(database, tracking, loggedModels, clock);
      modelVersions = new ModelVersions(database, clock);
      models =
          new ModelFiles(blobs, tracking, loggedModels, registry, config.home().resolve("tmp"));
      certificates = Certificates.open(config.home(), clock, random);
      endpoints =
          opened(
              Endpoints.open(
                  database,
                  secrets,
                  scorers(clock),
                  workspaces,
                  config.home().resolve("endpoints"),
                  clock,
                  ids));
      environments =
          new Environments(assets, config.home().resolve("venvs"), System.getenv(), clock);
      jobs =
          opened(
              new Jobs(
                  jobParts(clock), this::works, List.of(new PipelineController(assets, clock))));
      batch =
          new BatchEndpoints(new BatchEndpoints.Parts(database, models, data, jobs, clock, ids));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Scorers scorers(Clock clock) {
    Path python = PythonFiles.in(config.home().resolve("python")).worker();
    VenvBuilder environments = new VenvBuilder(config.home().resolve("environments"));
    WorkerPlans plans = new WorkerPlans(models, new CodePlaces(assets), environments, python, ids);
    return new Scorers(models, plans, blobs, clock, ids);
  }

  /// What the types of jobs are that have a process.
  private List<JobWork> works(Jobs jobs) {
    CommandJobs commands =
        new CommandJobs(
            assets,
            environments,
            blobs,
            workspaces,
            tracking,
            data,
            registry,
            models,
            config.limits(),
            new UrlMap(config.urlMap()),
            jobs::find);
    return List.of(
        new AutoMlWork(data), commands.work(), new BatchWork(data, models, blobs, config.limits()));
  }

  private Jobs.Parts jobParts(Clock clock) {
    return new Jobs.Parts(
        database,
        blobs,
        workspaces,
        tracking,
        config.limits(),
        RunnerSettings.of(config.limits()),
        new LocalCompute(),
        Queues.byName(config.limits().jobsAtOnce()),
        folder -> RunJobCommand.command(folder, config.limits().jobsAtOnce()),
        config.home().resolve("jobs"),
        clock,
        ids);
  }

  /// What features do when a workspace or registry is made or removed.
  private static List<OwnerHook> hooks(BlobStore blobs) {
    return List.of(
        new OwnedBlobs(blobs),
        DatastoreCatalog.ownedRows(),
        Assets.ownedRows(),
        DataRows.owned(),
        new TrackingHook(),
        ModelVersions.ownedRows(),
        OwnedJobs.rows(),
        OwnedEndpoints.rows());
  }

  /// Keeps what has to be closed with the parts.
  <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      closeQuietly(opened.pop());
    }
  }

  /// One of the listed boundaries that catch everything: closing one part must not keep the next.
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.error("a part did not close", e);
    }
  }
}
