package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The rows of jobs. Each change of state names the state and attempt that it starts from, so that
/// two writers never both win.
final class JobStore {
  private static final Table<Record> JOBS = DSL.table("jobs");
  private static final Table<Record> EVENTS = DSL.table("events");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<Long> WORKSPACE = DSL.field("workspace_id", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> TYPE = DSL.field("type", String.class);
  private static final Field<String> EXPERIMENT = DSL.field("experiment", String.class);
  private static final Field<String> DISPLAY_NAME = DSL.field("display_name", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);
  private static final Field<String> PROPERTIES = DSL.field("properties", String.class);
  private static final Field<Integer> ARCHIVED = DSL.field("archived", Integer.class);
  private static final Field<String> SPEC = DSL.field("spec", String.class);
  private static final Field<String> LOG_SECRET = DSL.field("log_secret", String.class);
  private static final Field<String> STATE = DSL.field("state", String.class);
  private static final Field<Long> STATE_MS = DSL.field("state_ms", Long.class);
  private static final Field<Integer> ATTEMPT = DSL.field("attempt", Integer.class);
  private static final Field<String> TOKEN = DSL.field("token_sha256", String.class);
  private static final Field<String> RUNNER = DSL.field("runner", String.class);
  private static final Field<Long> LEASE = DSL.field("lease_until_ms", Long.class);
  private static final Field<Long> PID = DSL.field("pid", Long.class);
  private static final Field<Long> PID_STARTED = DSL.field("pid_started_ms", Long.class);
  private static final Field<String> ERROR_CODE = DSL.field("error_code", String.class);
  private static final Field<String> ERROR_MESSAGE = DSL.field("error_message", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<Long> STARTED = DSL.field("started_ms", Long.class);
  private static final Field<Long> ENDED = DSL.field("ended_ms", Long.class);

  private static final List<Field<?>> COLUMNS =
      List.of(
          ID,
          WORKSPACE,
          NAME,
          TYPE,
          EXPERIMENT,
          DISPLAY_NAME,
          DESCRIPTION,
          TAGS,
          PROPERTIES,
          ARCHIVED,
          SPEC,
          LOG_SECRET,
          STATE,
          STATE_MS,
          ATTEMPT,
          RUNNER,
          PID,
          PID_STARTED,
          ERROR_CODE,
          ERROR_MESSAGE,
          CREATED,
          STARTED,
          ENDED);

  private final Database database;

  JobStore(Database database) {
    this.database = database;
  }

  /// Adds a job that has not started.
  ///
  /// @throws Problem.Conflict when the workspace has one of that name
  void insert(Transaction transaction, Job job) {
    transaction
        .sql()
        .insertInto(JOBS)
        .set(WORKSPACE, job.workspaceId())
        .set(NAME, job.name())
        .set(TYPE, job.type())
        .set(labels(job.labels()))
        .set(EXPERIMENT, job.labels().experiment())
        .set(SPEC, Json.text(job.spec()))
        .set(LOG_SECRET, job.logSecret())
        .set(STATE, job.status().word())
        .set(STATE_MS, job.state().since().toEpochMilli())
        .set(ATTEMPT, 0)
        .set(CREATED, job.times().created().toEpochMilli())
        .execute();
    event(transaction, job, job.state());
  }

  Optional<Job> find(long workspaceId, String name) {
    return database.read(transaction -> find(transaction, workspaceId, name));
  }

  static Optional<Job> find(Transaction transaction, long workspaceId, String name) {
    return one(transaction, WORKSPACE.eq(workspaceId).and(NAME.eq(name)));
  }

  Optional<Job> find(long id) {
    return database.read(transaction -> one(transaction, ID.eq(id)));
  }

  private static Optional<Job> one(Transaction transaction, Condition which) {
    return transaction.sql().select(COLUMNS).from(JOBS).where(which).fetchOptional(JobStore::job);
  }

  /// Jobs of a workspace, newest first.
  List<Job> list(long workspaceId, JobFilter filter) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(WORKSPACE.eq(workspaceId));
    switch (filter.view()) {
      case ACTIVE -> conditions.add(ARCHIVED.eq(0));
      case ARCHIVED -> conditions.add(ARCHIVED.eq(1));
      case ALL -> conditions.add(DSL.noCondition());
    }
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
            .fetch(JobStore::job));
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
            .fetch(JobStore::job));
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
            .fetch(JobStore::job));
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
              .set(state(next))
              .set(ATTEMPT, attempt.number())
              .set(RUNNER, attempt.runner())
              .set(TOKEN, tokenSha256)
              .set(LEASE, leaseUntil.toEpochMilli())
              .set(PID, 0L)
              .set(PID_STARTED, 0L)
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
            .set(state(next))
            .where(ID.eq(job.id()), STATE.eq(job.status().word()), ATTEMPT.eq(job.tries()))
            .execute();
    if (rows == 0) {
      throw new Problem.Conflict("job '%s' was changed at the same time".formatted(job.name()));
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
          .set(labels(change.apply(now.labels())))
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
    transaction
        .sql()
        .insertInto(EVENTS)
        .set(WORKSPACE, job.workspaceId())
        .set(DSL.field("kind", String.class), "job.status")
        .set(DSL.field("subject", String.class), job.name())
        .set(
            DSL.field("content", String.class),
            Json.text(Map.of("status", state.status().word(), "type", job.type())))
        .set(CREATED, state.since().toEpochMilli())
        .execute();
  }

  private static Map<Field<?>, @Nullable Object> state(JobState state) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(STATE, state.status().word());
    long since = state.since().toEpochMilli();
    values.put(STATE_MS, since);
    if (state.process().pid() != 0) {
      values.put(PID, state.process().pid());
      values.put(PID_STARTED, state.process().startedMs());
    }
    switch (state) {
      case JobState.Running _ -> values.put(STARTED, DSL.coalesce(STARTED, DSL.val(since)));
      case JobState.Queued _ -> values.put(RUNNER, null);
      case JobState.Failed(_, String code, String reason) -> {
        values.put(ERROR_CODE, code);
        values.put(ERROR_MESSAGE, reason);
        values.put(ENDED, since);
      }
      case JobState.Completed _, JobState.Canceled _ -> values.put(ENDED, since);
      case JobState.NotStarted _, JobState.Preparing _, JobState.Starting _ -> {}
      case JobState.NotResponding _, JobState.CancelRequested _, JobState.Finalizing _ -> {}
    }
    return values;
  }

  private static Map<Field<?>, @Nullable Object> labels(JobLabels labels) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(DISPLAY_NAME, labels.displayName());
    values.put(DESCRIPTION, labels.description());
    values.put(TAGS, Json.text(new TreeMap<>(labels.tags())));
    values.put(PROPERTIES, Json.text(new TreeMap<>(labels.properties())));
    values.put(ARCHIVED, labels.archived() ? 1 : 0);
    return values;
  }

  private static Job job(Record row) {
    JobLabels labels =
        new JobLabels(
            row.get(EXPERIMENT),
            row.get(DISPLAY_NAME),
            row.get(DESCRIPTION),
            strings(row.get(TAGS)),
            strings(row.get(PROPERTIES)),
            row.get(ARCHIVED) == 1);
    return new Job(
        row.get(ID),
        row.get(WORKSPACE),
        row.get(NAME),
        row.get(TYPE),
        labels,
        (ObjectNode) Json.parse(row.get(SPEC)),
        row.get(LOG_SECRET),
        stateOf(row),
        row.get(ATTEMPT),
        new Job.Times(instant(row.get(CREATED)), moment(row.get(STARTED)), moment(row.get(ENDED))));
  }

  private static JobState stateOf(Record row) {
    Instant since = instant(row.get(STATE_MS));
    Attempt attempt = new Attempt(row.get(ATTEMPT), or(row.get(RUNNER), ""));
    ProcessMark process = new ProcessMark(or(row.get(PID), 0L), or(row.get(PID_STARTED), 0L));
    return switch (JobStatus.of(row.get(STATE))) {
      case NOT_STARTED -> new JobState.NotStarted(since);
      case QUEUED -> new JobState.Queued(since);
      case PREPARING -> new JobState.Preparing(since, attempt);
      case STARTING -> new JobState.Starting(since, attempt);
      case RUNNING -> new JobState.Running(since, attempt, process);
      case NOT_RESPONDING -> new JobState.NotResponding(since, attempt, process);
      case CANCEL_REQUESTED -> new JobState.CancelRequested(since, attempt, process);
      case FINALIZING -> new JobState.Finalizing(since, attempt);
      case COMPLETED -> new JobState.Completed(since);
      case CANCELED -> new JobState.Canceled(since);
      case FAILED ->
          new JobState.Failed(
              since, or(row.get(ERROR_CODE), "SystemError"), or(row.get(ERROR_MESSAGE), ""));
    };
  }

  private static <T> T or(@Nullable T value, T standard) {
    return value == null ? standard : value;
  }

  private static Instant instant(long ms) {
    return Instant.ofEpochMilli(ms);
  }

  private static @Nullable Instant moment(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms);
  }

  private static Map<String, String> strings(String json) {
    Map<String, String> values = new TreeMap<>();
    Json.parse(json)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    return values;
  }
}
