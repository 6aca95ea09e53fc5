package dev.lazuli.store;

import dev.lazuli.base.Author;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Something that has happened.
///
/// @param id its place in the order of all events
/// @param owner number of the workspace or registry that it happened in
/// @param caller who did it
/// @param kind noun and verb, such as `experiment.created`
/// @param subject what it happened to, as a path below the owner: `models/diamonds/versions/2`
/// @param content what else there is to say
public record Event(
    long id,
    long owner,
    Author caller,
    String kind,
    String subject,
    ObjectNode content,
    Instant time) {

  /// Which events a reader wants.
  ///
  /// @param owner number of an owner; 0 for all
  /// @param kinds the first parts of their kinds, such as `job.` or `run.ended`; empty for all
  public record Filter(long owner, List<String> kinds) {
    /// A filter whose kinds do not change.
    public Filter {
      kinds = List.copyOf(kinds);
    }
  }

  /// Some events in order.
  ///
  /// @param next the cursor to go on from, also when there are none
  public record Batch(List<Event> events, long next) {
    /// A batch whose events do not change.
    public Batch {
      events = List.copyOf(events);
    }
  }
}
