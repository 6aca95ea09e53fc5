package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.compute.Handle;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The columns of the table of jobs, and how a job is written in them.
final class JobRows {
  static final Field<Long> ID = DSL.field("id", Long.class);
  static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  static final Field<String> NAME = DSL.field("name", String.class);
  static final Field<String> TYPE = DSL.field("type", String.class);
  static final Field<String> PARENT = DSL.field("parent_name", String.class);
  static final Field<String> COMPUTE = DSL.field("compute", String.class);
  static final Field<String> OUTPUTS = DSL.field("outputs", String.class);
  static final Field<String> EXPERIMENT = DSL.field("experiment", String.class);
  static final Field<String> DISPLAY_NAME = DSL.field("display_name", String.class);
  static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  static final Field<String> TAGS = DSL.field("tags", String.class);
  static final Field<String> PROPERTIES = DSL.field("properties", String.class);
  static final Field<Integer> ARCHIVED = DSL.field("archived", Integer.class);
  static final Field<String> SPEC = DSL.field("spec", String.class);
  static final Field<String> LOG_SECRET = DSL.field("log_secret", String.class);
  static final Field<String> STATE = DSL.field("state", String.class);
  static final Field<Long> STATE_MS = DSL.field("state_ms", Long.class);
  static final Field<Integer> ATTEMPT = DSL.field("attempt", Integer.class);
  static final Field<String> TOKEN = DSL.field("token_sha256", String.class);
  static final Field<String> RUNNER = DSL.field("runner", String.class);
  static final Field<Long> LEASE = DSL.field("lease_until_ms", Long.class);
  static final Field<String> HANDLE = DSL.field("handle", String.class);
  static final Field<String> ERROR_CODE = DSL.field("error_code", String.class);
  static final Field<String> ERROR_MESSAGE = DSL.field("error_message", String.class);
  static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  static final Field<Long> STARTED = DSL.field("started_ms", Long.class);
  static final Field<Long> ENDED = DSL.field("ended_ms", Long.class);

  static final List<Field<?>> COLUMNS =
      List.of(
          ID,
          OWNER,
          NAME,
          TYPE,
          PARENT,
          COMPUTE,
          OUTPUTS,
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
          HANDLE,
          ERROR_CODE,
          ERROR_MESSAGE,
          CREATED,
          STARTED,
          ENDED);

  private JobRows() {}

  /// What is written for a state.
  static Map<Field<?>, @Nullable Object> state(JobState state) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(STATE, state.status().word());
    long since = state.since().toEpochMilli();
    values.put(STATE_MS, since);
    if (!state.handle().isNone()) {
      values.put(HANDLE, state.handle().text());
    }
    switch (state) {
      case JobState.Running _ -> values.put(STARTED, DSL.coalesce(STARTED, DSL.val(since)));
      case JobState.Queued _ -> values.put(RUNNER, null);
      case JobState.Failed(_, String code, String reason) -> {
        values.put(ERROR_CODE, code);
        values.put(ERROR_MESSAGE, reason);
        values.put(ENDED, since);
      }
      case JobState.Canceled(_, String reason) -> {
        values.put(ERROR_MESSAGE, reason);
        values.put(ENDED, since);
      }
      case JobState.Completed _ -> values.put(ENDED, since);
      case JobState.NotStarted _, JobState.Preparing _, JobState.Starting _ -> {}
      case JobState.NotResponding _, JobState.CancelRequested _, JobState.Finalizing _ -> {}
    }
    return values;
  }

  /// What is written for labels; the experiment does not change.
  static Map<Field<?>, @Nullable Object> labels(JobLabels labels) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(DISPLAY_NAME, labels.displayName());
    values.put(DESCRIPTION, labels.description());
    values.put(TAGS, Json.text(new TreeMap<>(labels.tags())));
    values.put(PROPERTIES, Json.text(new TreeMap<>(labels.properties())));
    values.put(ARCHIVED, labels.archived() ? 1 : 0);
    return values;
  }

  /// The job of a row.
  static Job job(Record row, Codec<JobSpec> specs) {
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
        row.get(OWNER),
        row.get(NAME),
        row.get(TYPE),
        row.get(PARENT),
        row.get(COMPUTE),
        labels,
        Wire.read(specs, Json.parse(row.get(SPEC))),
        (ObjectNode) Json.parse(row.get(OUTPUTS)),
        row.get(LOG_SECRET),
        stateOf(row),
        row.get(ATTEMPT),
        new Job.Times(instant(row.get(CREATED)), moment(row.get(STARTED)), moment(row.get(ENDED))));
  }

  private static JobState stateOf(Record row) {
    Instant since = instant(row.get(STATE_MS));
    Attempt attempt = new Attempt(row.get(ATTEMPT), or(row.get(RUNNER), ""));
    Handle handle = new Handle(or(row.get(HANDLE), ""));
    return switch (JobStatus.of(row.get(STATE))) {
      case NOT_STARTED -> new JobState.NotStarted(since);
      case QUEUED -> new JobState.Queued(since);
      case PREPARING -> new JobState.Preparing(since, attempt);
      case STARTING -> new JobState.Starting(since, attempt);
      case RUNNING -> new JobState.Running(since, attempt, handle);
      case NOT_RESPONDING -> new JobState.NotResponding(since, attempt, handle);
      case CANCEL_REQUESTED -> new JobState.CancelRequested(since, attempt, handle);
      case FINALIZING -> new JobState.Finalizing(since, attempt, handle);
      case COMPLETED -> new JobState.Completed(since);
      case CANCELED -> new JobState.Canceled(since, or(row.get(ERROR_MESSAGE), ""));
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
