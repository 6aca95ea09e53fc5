package dev.lazuli.tracking;

import java.util.ArrayList;
import java.util.List;

/// What is known of a run before it exists.
///
/// @param id given by the caller, as a job does with its name; empty for one of our own
/// @param name shown to people; empty for a random one
/// @param startMs [#NOW] for the time at which it is made
public record NewRun(
    String experimentId, String id, String name, String userId, long startMs, List<Tag> tags) {
  /// The start of a run that starts when it is made.
  public static final long NOW = -1;

  /// The tag that holds the name of a run.
  public static final String NAME_TAG = "mlflow.runName";

  /// The tag that makes a run the child of another.
  public static final String PARENT_TAG = "mlflow.parentRunId";

  /// A run of an experiment; the rest is ours to choose.
  public static NewRun in(String experimentId) {
    return new NewRun(experimentId, "", "", "", NOW, List.of());
  }

  /// The same with an id.
  public NewRun withId(String runId) {
    return new NewRun(experimentId, runId, name, userId, startMs, tags);
  }

  /// The same with a name.
  public NewRun withName(String runName) {
    return new NewRun(experimentId, id, runName, userId, startMs, tags);
  }

  /// The same with a user.
  public NewRun withUser(String user) {
    return new NewRun(experimentId, id, name, user, startMs, tags);
  }

  /// The same with one tag more.
  public NewRun withTag(String key, String value) {
    List<Tag> more = new ArrayList<>(tags);
    more.add(Names.tag("key", key, value));
    return new NewRun(experimentId, id, name, userId, startMs, List.copyOf(more));
  }

  /// The same as the child of another run.
  public NewRun withParent(String runId) {
    return withTag(PARENT_TAG, runId);
  }
}
