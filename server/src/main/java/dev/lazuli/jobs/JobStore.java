package dev.lazuli.jobs;

import static dev.lazuli.jobs.JobRows.ARCHIVED;
import static dev.lazuli.jobs.JobRows.ATTEMPT;
import static dev.lazuli.jobs.JobRows.COLUMNS;
import static dev.lazuli.jobs.JobRows.COMPUTE;
import static dev.lazuli.jobs.JobRows.CREATED;
import static dev.lazuli.jobs.JobRows.EXPERIMENT;
import static dev.lazuli.jobs.JobRows.HANDLE;
import static dev.lazuli.jobs.JobRows.ID;
import static dev.lazuli.jobs.JobRows.LEASE;
import static dev.lazuli.jobs.JobRows.LOG_SECRET;
import static dev.lazuli.jobs.JobRows.NAME;
import static dev.lazuli.jobs.JobRows.OUTPUTS;
import static dev.lazuli.jobs.JobRows.OWNER;
import static dev.lazuli.jobs.JobRows.PARENT;
import static dev.lazuli.jobs.JobRows.RUNNER;
import static dev.lazuli.jobs.JobRows.SPEC;
import static dev.lazuli.jobs.JobRows.STATE;
import static dev.lazuli.jobs.JobRows.STATE_MS;
import static dev.lazuli.jobs.JobRows.TOKEN;
import static dev.lazuli.jobs.JobRows.TYPE;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Wire;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/// The rows of jobs. Each change of state names the state and attempt that it starts from, so that
/// two writers never both win.
final class JobStore {
  private static final Table<Record> JOBS = DSL.table("jobs");

  private final Database database;
  private final Codec<JobSpec> specs;

  /// The rows of a database.
  ///
  /// @param specs how the jobs of all types are written
  JobStore(Database database, Codec<JobSpec> specs) {
    this.database = database;
    this.specs = specs;
  }

  /// Adds a job that has not started.
  ///
  /// @throws Problem.Conflict when the workspace has one of that name
  void insert(Transaction transaction, Job job) {
    transaction
        .sql()
        .insertInto(JOBS)
        .set(OWNER, job.ownerId())
        .set(NAME, job.name())
        .set(TYPE, job.type())
        .set(PARENT, job.parent())
        .set(COMPUTE, job.compute())
        .set(OUTPUTS, Json.text(job.outputs()))
        .set(JobRows.labels(job.labels()))
        .set(EXPERIMENT, job.labels().experiment())
        .set(SPEC, Json.text(Wire.write(specs, job.spec())))
        .set(LOG_SECRET, job.logSecret())
        .set(STATE, job.status().word())
        .set(STATE_MS, job.state().since().toEpochMilli())
        .set(ATTEMPT, 0)
        .set(CREATED, job.times().created().toEpochMilli())
        .execute();
    event(transaction, job, job.state());
  }

  Optional<Job> find(long ownerId, String name) {
    return database.read(transaction -> find(transaction, ownerId, name));
  }

  Optional<Job> find(Transaction transaction, long ownerId, String name) {
    return one(transaction, OWNER.eq(ownerId).and(NAME.eq(name)));
  }

  Optional<Job> find(long id) {
    return database.read(transaction -> one(transaction, ID.eq(id)));
  }

  /// The jobs of an owner with these names, by name.
  Map<String, Job> find(long ownerId, Collection<String> names) {
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(JOBS)
            .where(OWNER.eq(ownerId).and(NAME.in(names)))
            .fetchMap(NAME, this::job));
  }

  private Job job(Record row) {
    return JobRows.job(row, specs);
  }

  private Optional<Job> one(Transaction transaction, Condition which) {
    return transaction.sql().select(COLUMNS).from(JOBS).where(which).fetchOptional(this::job);
  }

  /// Jobs of a workspace, newest first.
  List<Job> list(long ownerId, JobFilter filter) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(OWNER.eq(ownerId));
    switch (filter.view()) {
      case ACTIVE -> conditions.add(ARCHIVED.eq(0));
      case ARCHIVED -> conditions.add(ARCHIVED.eq(1));
      case ALL -> conditions.add(DSL.noCondition());
    }
    conditions.add(PARENT.eq(filter.parent()));
    filter.findType().ifPresent(type -> conditions.add(DSL.lower(TYPE).eq(DSL.lower(type))));
    if (filter.beforeId() != Long.MAX_VALUE) {
      conditions.add(ID.lt(filter.beforeId()));
    }
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(JOBS)
            .where(conditions)
            .orderBy(ID.desc())
            .limit(filter.count())
            .fetch(this::job));
  }

  /// The jobs that a job has started, oldest first.
  List<Job> children(long ownerId, String parent) {
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(JOBS)
            .where(OWNER.eq(ownerId), PARENT.eq(parent))
            .orderBy(ID)
            .fetch(this::job));
  }

  /// The jobs of these types that wait, oldest first.
  ///
  /// @param full names of queues from which none is wanted
  List<Job> waiting(Set<String> types, Set<String> full, int count) {
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(JOBS)
            .where(STATE.eq(JobStatus.QUEUED.word()), TYPE.in(types), COMPUTE.notIn(full))
            .orderBy(ID)
            .limit(count)
            .fetch(this::job));
  }

  /// Keeps where the outputs of a job lie.
  void setOutputs(Job job, ObjectNode outputs) {
    database.change(transaction ->
        transaction
            .sql()
            .update(JOBS)
            .set(OUTPUTS, Json.text(outputs))
            .where(ID.eq(job.id()))
            .execute());
  }

  /// Jobs in one of these states, oldest first.
  List<Job> inState(Set<JobStatus> states, int count) {
    List<String> words = states.stream().map(JobStatus::word).toList();
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(JOBS)
            .where(STATE.in(words))
            .orderBy(ID)
            .limit(count)
            .fetch(this::job));
  }

  /// Jobs held by other runners whose leases ran out before `now`.
  List<Job> abandoned(String runner, Instant now) {
    List<String> ended =
        List.of(
            JobStatus.COMPLETED.word(),
            JobStatus.FAILED.word(),
            JobStatus.CANCELED.word(),
            JobStatus.QUEUED.word(),
            JobStatus.NOT_STARTED.word());
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(JOBS)
            .where(STATE.notIn(ended), RUNNER.ne(runner), LEASE.lt(now.toEpochMilli()))
            .fetch(this::job));
  }

  int count(Transaction transaction, JobStatus status) {
    return transaction.sql().fetchCount(JOBS, STATE.eq(status.word()));
  }

  /// Gives a queued job to a runner under a new fencing token; false when another was faster.
  boolean claim(Job job, Attempt attempt, String tokenSha256, Instant now, Instant leaseUntil) {
    JobState next = new JobState.Preparing(now, attempt);
    return database.write(transaction -> {
      int rows =
          transaction
              .sql()
              .update(JOBS)
              .set(JobRows.state(next))
              .set(ATTEMPT, attempt.number())
              .set(RUNNER, attempt.runner())
              .set(TOKEN, tokenSha256)
              .set(LEASE, leaseUntil.toEpochMilli())
              .set(HANDLE, "")
              .where(ID.eq(job.id()), STATE.eq(job.status().word()), ATTEMPT.eq(job.tries()))
              .execute();
      if (rows == 1) {
        event(transaction, job, next);
      }
      return rows == 1;
    });
  }

  /// Changes the state of a job that is still as `job` tells it.
  ///
  /// @throws Problem.Conflict when it is not any more, or the rules do not allow it
  void move(Transaction transaction, Job job, JobState next) {
    if (!job.status().mayBecome(next.status())) {
      throw new Problem.Conflict(
          "job '%s' is %s and cannot become %s"
              .formatted(job.name(), job.status().word(), next.status().word()));
    }
    int rows =
        transaction
            .sql()
            .update(JOBS)
            .set(JobRows.state(next))
            .where(ID.eq(job.id()), STATE.eq(job.status().word()), ATTEMPT.eq(job.tries()))
            .execute();
    if (rows == 0) {
      throw Problem.Conflict.changed("job '%s' was changed at the same time".formatted(job.name()));
    }
    event(transaction, job, next);
  }

  /// Extends the lease of an attempt; false when another holds the job by now.
  boolean renew(Job job, Attempt attempt, Instant leaseUntil) {
    return database.write(transaction ->
        transaction
                .sql()
                .update(JOBS)
                .set(LEASE, leaseUntil.toEpochMilli())
                .where(ID.eq(job.id()), ATTEMPT.eq(attempt.number()), RUNNER.eq(attempt.runner()))
                .execute()
            == 1);
  }

  /// The job, if `tokenSha256` is the token of its newest attempt.
  Optional<Job> findByToken(Transaction transaction, String name, String tokenSha256) {
    return one(transaction, NAME.eq(name).and(TOKEN.eq(tokenSha256)));
  }

  /// The job of that name, if `secret` is that of its log.
  Optional<Job> findByLogSecret(Transaction transaction, String name, String secret) {
    return one(transaction, NAME.eq(name).and(LOG_SECRET.eq(secret)));
  }

  /// Changes what people call a job.
  Job relabel(Job job, UnaryOperator<JobLabels> change) {
    return database.write(transaction -> {
      Job now = one(transaction, ID.eq(job.id())).orElse(job);
      transaction
          .sql()
          .update(JOBS)
          .set(JobRows.labels(change.apply(now.labels())))
          .where(ID.eq(job.id()))
          .execute();
      return one(transaction, ID.eq(job.id())).orElse(now);
    });
  }

  /// Removes a job.
  void delete(Job job) {
    database.change(
        transaction -> transaction.sql().deleteFrom(JOBS).where(ID.eq(job.id())).execute());
  }

  Database database() {
    return database;
  }

  private static void event(Transaction transaction, Job job, JobState state) {
    Events.append(
        transaction,
        job.ownerId(),
        "job.status",
        "jobs/" + job.name(),
        Map.of("status", state.status().word(), "type", job.type()));
  }
}
