package dev.lazuli.base;

import java.time.Instant;

/// Who made a thing and who changed it last, and when.
public record Trail(Author createdBy, Instant created, Author modifiedBy, Instant modified) {
  /// The trail of a thing that is made now.
  public static Trail begun(Caller caller, Instant now) {
    Author author = Author.of(caller);
    return new Trail(author, now, author, now);
  }

  /// The trail after a change.
  public Trail changed(Caller caller, Instant now) {
    return new Trail(createdBy, created, Author.of(caller), now);
  }
}
