package dev.lazuli.mlflow;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The type of a field on the wire, as protocol buffers have it in JSON.
sealed interface Kind {
  Kind TEXT = Scalar.TEXT;
  Kind WHOLE = Scalar.WHOLE;
  Kind SMALL = Scalar.SMALL;
  Kind NUMBER = Scalar.NUMBER;
  Kind TRUTH = Scalar.TRUTH;
  Kind ANY = Scalar.ANY;
  Kind TEXTS = new Many(TEXT);

  /// Whether a value that is there, and not null, is of this type.
  boolean accepts(JsonNode value);

  /// A single value.
  enum Scalar implements Kind {
    TEXT,
    /// 64 bits
    WHOLE,
    /// 32 bits
    SMALL,
    NUMBER,
    TRUTH,
    /// whatever JSON can say
    ANY;

    @Override
    public boolean accepts(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isString();
        case WHOLE -> whole(value).isPresent();
        case SMALL -> whole(value).filter(number -> number == number.intValue()).isPresent();
        case NUMBER -> number(value).isPresent();
        case TRUTH -> value.isBoolean();
        case ANY -> true;
      };
    }
  }

  /// One of some names; a name that is none of them counts as missing.
  ///
  /// @param names those with the numbers 1, 2 and so on
  record Choice(List<String> names) implements Kind {
    static Choice of(String... names) {
      return new Choice(List.of(names));
    }

    @Override
    public boolean accepts(JsonNode value) {
      if (value.isString() && whole(value).isEmpty()) {
        return true;
      }
      return whole(value).filter(number -> number >= 1 && number <= names.size()).isPresent();
    }

    /// The name that a value means.
    Optional<String> name(JsonNode value) {
      return whole(value)
          .map(number -> names.get(number.intValue() - 1))
          .or(() -> Optional.of(value.asString("")).filter(names::contains));
    }
  }

  /// A list.
  record Many(Kind of) implements Kind {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isArray()
          && value.valueStream().allMatch(element -> !element.isNull() && of.accepts(element));
    }
  }

  /// An object with the fields of a message.
  record Part(Message message) implements Kind {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isObject() && message.fits(value);
    }
  }

  /// An object whose names the caller chooses.
  record Table(Kind of) implements Kind {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isObject()
          && value.valueStream().allMatch(element -> !element.isNull() && of.accepts(element));
    }
  }

  /// The whole number that a value is, also as text; empty when it is none of 64 bits.
  static Optional<Long> whole(JsonNode value) {
    try {
      return switch (value.getNodeType()) {
        case NUMBER ->
            Double.isFinite(value.doubleValue())
                ? Optional.of(value.decimalValue().longValueExact())
                : Optional.empty();
        case STRING -> Optional.of(Long.parseLong(value.asString()));
        case ARRAY, BINARY, BOOLEAN, MISSING, NULL, OBJECT, POJO -> Optional.empty();
      };
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return Optional.empty();
    }
  }

  /// The number that a value is, also as text or truth value; empty when it is none.
  static Optional<Double> number(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> Optional.of(value.doubleValue());
      case BOOLEAN -> Optional.of(value.booleanValue() ? 1.0 : 0.0);
      case STRING -> number(value.asString());
      case ARRAY, BINARY, MISSING, NULL, OBJECT, POJO -> Optional.empty();
    };
  }

  /// The number that a text says, in the spelling of JSON or of Python; empty when it is none.
  static Optional<Double> number(String text) {
    return switch (text.strip()) {
      case "NaN", "nan" -> Optional.of(Double.NaN);
      case "Infinity", "+Infinity", "inf", "+inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity", "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> {
        try {
          yield Optional.of(new BigDecimal(text.strip()).doubleValue());
        } catch (NumberFormatException notANumber) {
          yield Optional.empty();
        }
      }
    };
  }
}
