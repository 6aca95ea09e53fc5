package dev.lazuli.schema;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a value is written, in YAML files and on the wire, and read back.
public interface Codec<T> {
  /// Reads a value; empty when it is wrong, which the cursor has then been told.
  Optional<T> read(Node node, Cursor at);

  /// Writes a value.
  JsonNode write(T value, Output out);

  /// What is right here, as a sentence ends: `a whole number from 1 to 64`.
  String expected(Form form);

  /// The JSON schema of it.
  default ObjectNode schema(Form form) {
    return Json.object().put("description", expected(form));
  }

  /// Tells where parts of the values stand, in YAML and on the wire, for those who translate one
  /// into the other.
  ///
  /// @param yaml path of the value in YAML
  /// @param wire path of the value on the wire
  default void walk(String yaml, String wire, BiConsumer<String, String> each) {}

  /// Values of another type that are written as these are.
  ///
  /// @param to may throw a problem, which is then reported at the value's place
  default <U> Codec<U> as(Function<T, U> to, Function<U, T> back) {
    Codec<T> inner = this;
    return new Codec<>() {
      @Override
      public Optional<U> read(Node node, Cursor at) {
        return inner
            .read(node, at)
            .flatMap(value -> {
              try {
                return Optional.of(to.apply(value));
              } catch (Problem | InvalidInput wrong) {
                return at.met(node, wrong);
              }
            });
      }

      @Override
      public JsonNode write(U value, Output out) {
        return inner.write(back.apply(value), out);
      }

      @Override
      public String expected(Form form) {
        return inner.expected(form);
      }

      @Override
      public ObjectNode schema(Form form) {
        return inner.schema(form);
      }

      @Override
      public void walk(String yaml, String wire, BiConsumer<String, String> each) {
        inner.walk(yaml, wire, each);
      }
    };
  }

  /// Only those of the values that a rule allows.
  ///
  /// @param words what is right: `a part in (0, 1)`
  default Codec<T> where(Predicate<T> rule, String words) {
    Codec<T> inner = this;
    return new Codec<>() {
      @Override
      public Optional<T> read(Node node, Cursor at) {
        Optional<T> value = inner.read(node, at);
        return value.isPresent() && !rule.test(value.get()) ? at.wrong(node, words) : value;
      }

      @Override
      public JsonNode write(T value, Output out) {
        return inner.write(value, out);
      }

      @Override
      public String expected(Form form) {
        return words;
      }

      @Override
      public ObjectNode schema(Form form) {
        return inner.schema(form).put("description", words);
      }

      @Override
      public void walk(String yaml, String wire, BiConsumer<String, String> each) {
        inner.walk(yaml, wire, each);
      }
    };
  }
}
