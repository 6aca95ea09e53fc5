package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import java.util.List;

/// A parsed filter: comparisons that all must hold.
public record Filter(List<Comparison> comparisons) {
  /// What a comparison looks at.
  ///
  /// @param entity such as `metric`, `param`, `tag`, `attribute`, `dataset`
  public record Key(String entity, String name) {}

  /// How a key is compared.
  public enum Comparator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LIKE("LIKE"),
    ILIKE("ILIKE"),
    IN("IN"),
    NOT_IN("NOT IN"),
    IS_NULL("IS NULL"),
    IS_NOT_NULL("IS NOT NULL");

    private final String text;

    Comparator(String text) {
      this.text = text;
    }

    /// As it is written.
    public String text() {
      return text;
    }

    /// Whether it orders numbers.
    boolean isOrder() {
      return switch (this) {
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
        case EQUAL, NOT_EQUAL, LIKE, ILIKE, IN, NOT_IN, IS_NULL, IS_NOT_NULL -> false;
      };
    }
  }

  /// The right side of a comparison.
  public sealed interface Value {
    /// A quoted text.
    record Text(String text) implements Value {}

    /// A number, as written.
    record Numeric(String text) implements Value {
      /// Its value.
      public double value() {
        return Double.parseDouble(text);
      }
    }

    /// A list of quoted texts.
    record Texts(List<String> all) implements Value {}

    /// Nothing, after IS NULL.
    record None() implements Value {}
  }

  /// One comparison.
  public record Comparison(Key key, Comparator comparator, Value value) {
    /// The text on the right.
    ///
    /// @throws Problem.Invalid when there is something else
    public String text() {
      return switch (value) {
        case Value.Text(String text) -> text;
        case Value.Numeric(String number) ->
            throw new Problem.Invalid(
                "filter",
                "Expected a quoted string value for %s (e.g. 'my-value'). Got value %s"
                    .formatted(key.entity(), number));
        case Value.Texts _, Value.None _ ->
            throw new Problem.Invalid(
                "filter",
                "Expected a quoted string value for %s '%s'".formatted(key.entity(), key.name()));
      };
    }

    /// The number on the right.
    ///
    /// @throws Problem.Invalid when there is something else
    public double number() {
      return switch (value) {
        case Value.Numeric number -> number.value();
        case Value.Text(String text) -> throw notNumeric("'" + text + "'");
        case Value.Texts(List<String> all) -> throw notNumeric(all.toString());
        case Value.None _ -> throw notNumeric("nothing");
      };
    }

    private Problem.Invalid notNumeric(String found) {
      return key.entity().equals("metric")
          ? new Problem.Invalid(
              "filter", "Expected numeric value type for metric. Found %s".formatted(found))
          : new Problem.Invalid(
              "filter",
              "Expected numeric value type for numeric attribute: %s. Found %s"
                  .formatted(key.name(), found));
    }

    /// The same about another key.
    public Comparison named(String entity, String name) {
      return new Comparison(new Key(entity, name), comparator, value);
    }

    /// The same with a number as a text.
    public Comparison asText() {
      return value instanceof Value.Numeric(String text)
          ? new Comparison(key, comparator, new Value.Text(text))
          : this;
    }

    /// The same with a number that was written in quotes.
    public Comparison asNumber() {
      boolean quoted =
          value instanceof Value.Text(String text) && text.strip().matches("[-+]?\\d{1,18}");
      return quoted ? new Comparison(key, comparator, new Value.Numeric(text().strip())) : this;
    }

    /// Refuses a list on the right.
    ///
    /// @param others the attributes that are compared with lists
    /// @throws Problem.Invalid when there is one
    public Comparison withoutList(String... others) {
      if (comparator == Comparator.IN || comparator == Comparator.NOT_IN) {
        throw new Problem.Invalid(
            "filter",
            "Only ['%s'] attributes support comparison with a list of quoted string values."
                .formatted(String.join("', '", others)));
      }
      return this;
    }

    /// The texts on the right.
    ///
    /// @throws Problem.Invalid when there is something else
    public List<String> texts() {
      if (value instanceof Value.Texts(List<String> all)) {
        return all;
      }
      throw new Problem.Invalid(
          "filter", "Expected a list of quoted strings for '%s'".formatted(key.name()));
    }

    /// Refuses a comparator that the key does not have.
    public Problem.Invalid badComparator(String valid) {
      return new Problem.Invalid(
          "filter", "Invalid comparator '%s' not one of '%s'".formatted(comparator.text(), valid));
    }
  }
}
