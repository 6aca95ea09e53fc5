package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.DSL;

/// Comparisons of a filter as SQL. LIKE minds case and ILIKE does not, on every database.
public final class FilterSql {
  private static final int INDEXED = 100;
  private static final int TEXTS_MAX = 1_000;

  private FilterSql() {}

  /// A column of text compared.
  ///
  /// @throws Problem.Invalid when texts are not compared that way
  public static Condition text(
      SQLDialect dialect, Field<String> column, Filter.Comparison comparison) {
    return switch (comparison.comparator()) {
      case EQUAL -> column.eq(comparison.text());
      case NOT_EQUAL -> column.ne(comparison.text());
      case LIKE -> like(dialect, column, comparison.text());
      case ILIKE -> DSL.lower(column).like(comparison.text().toLowerCase(Locale.ROOT));
      case IN -> column.in(some(comparison));
      case NOT_IN -> column.notIn(some(comparison));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IS_NULL, IS_NOT_NULL ->
          throw comparison.badComparator("=, !=, LIKE, ILIKE, IN, NOT IN");
    };
  }

  private static List<String> some(Filter.Comparison comparison) {
    List<String> texts = comparison.texts();
    if (texts.isEmpty()) {
      throw new Problem.Invalid(
          "filter",
          "While parsing a list in the query, expected a non-empty list of string values, but got empty list");
    }
    if (texts.size() > TEXTS_MAX) {
      throw new Problem.Invalid("filter", "a list has at most %d values".formatted(TEXTS_MAX));
    }
    return texts;
  }

  /// A column of numbers compared.
  ///
  /// @throws Problem.Invalid when numbers are not compared that way, or the value is none
  public static Condition number(Field<Double> column, Filter.Comparison comparison) {
    return switch (comparison.comparator()) {
      case EQUAL -> column.eq(comparison.number());
      case NOT_EQUAL -> column.ne(comparison.number());
      case LESS -> column.lt(comparison.number());
      case LESS_OR_EQUAL -> column.le(comparison.number());
      case GREATER -> column.gt(comparison.number());
      case GREATER_OR_EQUAL -> column.ge(comparison.number());
      case LIKE, ILIKE, IN, NOT_IN, IS_NULL, IS_NOT_NULL ->
          throw comparison.badComparator("=, !=, <, <=, >, >=");
    };
  }

  /// The owners in a table of words whose word of that name compares so.
  ///
  /// `!=` holds only for an owner that has the word.
  ///
  /// @param owner the number of the row that the condition is about
  public static Condition word(
      SQLDialect dialect,
      Field<Long> owner,
      String table,
      String ownerColumn,
      Filter.Comparison comparison) {
    Field<String> name = DSL.field("name", String.class);
    Field<String> value = DSL.field("value", String.class);
    Condition named = name.eq(comparison.key().name());
    return switch (comparison.comparator()) {
      case IS_NULL -> owner.notIn(owners(table, ownerColumn, named));
      case IS_NOT_NULL -> owner.in(owners(table, ownerColumn, named));
      case EQUAL -> {
        String text = comparison.text();
        Condition indexed =
            DSL.field("SUBSTR(value, 1, 100)", String.class)
                .eq(text.substring(0, Math.min(INDEXED, text.length())));
        yield owner.in(owners(table, ownerColumn, named.and(indexed).and(value.eq(text))));
      }
      case NOT_EQUAL, LIKE, ILIKE ->
          owner.in(owners(table, ownerColumn, named.and(text(dialect, value, comparison))));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IN, NOT_IN ->
          throw comparison.badComparator("=, !=, LIKE, ILIKE, IS NULL, IS NOT NULL");
    };
  }

  private static Select<Record1<Long>> owners(String table, String ownerColumn, Condition which) {
    return DSL.select(DSL.field(ownerColumn, Long.class)).from(DSL.table(table)).where(which);
  }

  private static Condition like(SQLDialect dialect, Field<String> column, String pattern) {
    if (dialect != SQLDialect.SQLITE) {
      return column.like(pattern);
    }
    StringBuilder glob = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      switch (letter) {
        case '%' -> glob.append('*');
        case '_' -> glob.append('?');
        case '*', '?', '[' -> glob.append('[').append(letter).append(']');
        default -> glob.append(letter);
      }
    }
    return DSL.condition("{0} GLOB {1}", column, DSL.val(glob.toString()));
  }

  /// A key that a search does not have.
  public static Problem.Invalid badKey(String key, List<String> valid) {
    return new Problem.Invalid(
        "filter",
        "Invalid attribute key '%s' specified. Valid keys are '{%s}'"
            .formatted(
                key, String.join(", ", valid.stream().map(name -> "'" + name + "'").toList())));
  }

  /// A key that a search cannot be ordered by.
  public static Problem.Invalid badOrder(String key, List<String> valid) {
    return new Problem.Invalid(
        "order_by",
        "Invalid order_by key '%s' specified. Valid keys are '{%s}'"
            .formatted(
                key, String.join(", ", valid.stream().map(name -> "'" + name + "'").toList())));
  }
}
