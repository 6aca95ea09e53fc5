package dev.lazuli.store;

import dev.lazuli.base.Author;
import dev.lazuli.base.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// The four columns in which a root row keeps its [Trail].
public final class TrailColumns {
  /// When it was made; what lists are ordered by.
  public static final Field<Long> CREATED_MS = DSL.field("created_ms", Long.class);

  /// When it was changed last.
  public static final Field<Long> MODIFIED_MS = DSL.field("modified_ms", Long.class);

  private static final Field<String> CREATED_BY = DSL.field("created_by", String.class);
  private static final Field<String> MODIFIED_BY = DSL.field("modified_by", String.class);

  /// The columns, to select.
  public static final List<Field<?>> ALL =
      List.of(CREATED_BY, CREATED_MS, MODIFIED_BY, MODIFIED_MS);

  private TrailColumns() {}

  /// The values of a new row.
  public static Map<Field<?>, Object> made(Trail trail) {
    return Map.of(
        CREATED_BY,
        trail.createdBy().text(),
        CREATED_MS,
        trail.created().toEpochMilli(),
        MODIFIED_BY,
        trail.modifiedBy().text(),
        MODIFIED_MS,
        trail.modified().toEpochMilli());
  }

  /// The values that a change sets.
  public static Map<Field<?>, Object> changed(Trail trail) {
    return Map.of(
        MODIFIED_BY, trail.modifiedBy().text(), MODIFIED_MS, trail.modified().toEpochMilli());
  }

  /// The trail of a row.
  public static Trail of(Record row) {
    return new Trail(
        Author.parse(row.get(CREATED_BY)),
        Instant.ofEpochMilli(row.get(CREATED_MS)),
        Author.parse(row.get(MODIFIED_BY)),
        Instant.ofEpochMilli(row.get(MODIFIED_MS)));
  }
}
