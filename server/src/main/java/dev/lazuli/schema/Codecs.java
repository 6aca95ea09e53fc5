package dev.lazuli.schema;

import dev.lazuli.base.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The values that fields are made of.
public final class Codecs {
  private static final Codec<String> TEXT = new Scalar<>("a text", "string", Codecs::text);
  private static final Codec<Double> NUMBER =
      new Scalar<>(
          "a number",
          "number",
          value -> {
            var number = Numbers.number(value.text());
            return value.kind() != Node.Value.Kind.TRUTH && number.isPresent()
                ? Optional.of(number.getAsDouble())
                : Optional.empty();
          });
  private static final Codec<Boolean> TRUTH =
      new Scalar<>(
          "true or false",
          "boolean",
          value ->
              value.text().equalsIgnoreCase("true") || value.text().equalsIgnoreCase("false")
                  ? Optional.of(Boolean.parseBoolean(value.text()))
                  : Optional.empty());

  private Codecs() {}

  /// A single value that is read from its text.
  private record Scalar<T>(
      String expected, String jsonType, Function<Node.Value, Optional<T>> reader)
      implements Codec<T> {
    @Override
    public Optional<T> read(Node node, Cursor at) {
      Optional<T> read =
          node instanceof Node.Value value ? reader.apply(value) : Optional.<T>empty();
      return read.isPresent() ? read : at.wrong(node, expected);
    }

    @Override
    public JsonNode write(T value, Output out) {
      return value instanceof Double number ? Numbers.json(number) : Json.tree(value);
    }

    @Override
    public String expected(Form form) {
      return expected;
    }

    @Override
    public ObjectNode schema(Form form) {
      return Json.object().put("type", jsonType);
    }
  }

  private static Optional<String> text(Node.Value value) {
    return Optional.of(value.text());
  }

  /// A text; numbers and truth values count as they are written.
  public static Codec<String> text() {
    return TEXT;
  }

  /// A number.
  public static Codec<Double> number() {
    return NUMBER;
  }

  /// Yes or no.
  public static Codec<Boolean> truth() {
    return TRUTH;
  }

  /// A whole number in `[min, max]`.
  public static Codec<Integer> whole(int min, int max) {
    String expected =
        max == Integer.MAX_VALUE
            ? "a whole number from " + min
            : "a whole number from %d to %d".formatted(min, max);
    return new Scalar<>(
        expected,
        "integer",
        value -> {
          var whole = Numbers.whole(value.text());
          return whole.isPresent() && whole.getAsLong() >= min && whole.getAsLong() <= max
              ? Optional.of((int) whole.getAsLong())
              : Optional.empty();
        });
  }

  /// One of several values, each with a word in YAML and one on the wire; read in any case, with or
  /// without `_`.
  public static <T> Codec<T> oneOf(
      List<T> values, Function<T, String> yaml, Function<T, String> wire) {
    return new Choice<>(List.copyOf(values), yaml, wire);
  }

  /// One of several values, each with its word on the wire, which is written in snake_case in YAML.
  public static <T> Codec<T> oneOf(List<T> values, Function<T, String> wire) {
    return new Choice<>(List.copyOf(values), value -> Words.snake(wire.apply(value)), wire);
  }

  /// One of several words of the wire, which are written in snake_case in YAML.
  public static Codec<String> word(List<String> words) {
    return oneOf(words, word -> word);
  }

  /// A list.
  public static <T> Codec<List<T>> list(Codec<T> entries) {
    return new Listed<>(entries, false);
  }

  /// A list, or in YAML one entry without the brackets.
  public static <T> Codec<List<T>> listOrOne(Codec<T> entries) {
    return new Listed<>(entries, true);
  }

  private record Listed<T>(Codec<T> entries, boolean orOne) implements Codec<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Cursor at) {
      if (!(node instanceof Node.Items items)) {
        return orOne && at.form() == Form.YAML
            ? entries.read(node, at).map(List::of)
            : at.wrong(node, expected(at.form()));
      }
      List<T> read = new ArrayList<>();
      for (int i = 0; i < items.entries().size(); i++) {
        entries.read(items.entries().get(i), at.below(i)).ifPresent(read::add);
      }
      return read.size() == items.entries().size()
          ? Optional.of(List.copyOf(read))
          : Optional.empty();
    }

    @Override
    public JsonNode write(List<T> value, Output out) {
      ArrayNode array = Json.array();
      value.forEach(entry -> array.add(entries.write(entry, out)));
      return array;
    }

    @Override
    public String expected(Form form) {
      String list = "a list; each entry " + entries.expected(form);
      return orOne && form == Form.YAML ? entries.expected(form) + ", or " + list : list;
    }

    @Override
    public ObjectNode schema(Form form) {
      ObjectNode schema = Json.object().put("type", "array");
      schema.set("items", entries.schema(form));
      return schema;
    }
  }

  /// Values by names that people choose.
  public static <T> Codec<Map<String, T>> map(Codec<T> values) {
    return new Mapped<>(values);
  }

  /// Texts by names that people choose.
  public static Codec<Map<String, String>> texts() {
    return new Mapped<>(TEXT);
  }

  private record Mapped<T>(Codec<T> values) implements Codec<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Node node, Cursor at) {
      if (!(node instanceof Node.Named named)) {
        return at.wrong(node, expected(at.form()));
      }
      Map<String, T> read = new LinkedHashMap<>();
      int before = at.faults().size();
      named
          .members()
          .forEach((key, member) -> {
            if (!Node.isNothing(member)) {
              values.read(member, at.below(key)).ifPresent(value -> read.put(key, value));
            }
          });
      return at.faults().size() > before
          ? Optional.empty()
          : Optional.of(Collections.unmodifiableMap(read));
    }

    @Override
    public JsonNode write(Map<String, T> value, Output out) {
      ObjectNode object = Json.object();
      value.forEach((key, member) -> object.set(key, values.write(member, out)));
      return object;
    }

    @Override
    public String expected(Form form) {
      return "names and values; each value " + values.expected(form);
    }

    @Override
    public ObjectNode schema(Form form) {
      ObjectNode schema = Json.object().put("type", "object");
      schema.set("additionalProperties", values.schema(form));
      return schema;
    }
  }

  /// Anything, as it is; where an object of a known shape would say more, describe that instead.
  public static Codec<JsonNode> any() {
    return new Codec<>() {
      @Override
      public Optional<JsonNode> read(Node node, Cursor at) {
        return Optional.of(Node.json(node));
      }

      @Override
      public JsonNode write(JsonNode value, Output out) {
        return value;
      }

      @Override
      public String expected(Form form) {
        return "any value";
      }
    };
  }

  /// Values that YAML and the wire write in different ways.
  public static <T> Codec<T> perForm(Codec<T> yaml, Codec<T> wire) {
    return new Codec<>() {
      private Codec<T> of(Form form) {
        return form == Form.YAML ? yaml : wire;
      }

      @Override
      public Optional<T> read(Node node, Cursor at) {
        return of(at.form()).read(node, at);
      }

      @Override
      public JsonNode write(T value, Output out) {
        return of(out.form()).write(value, out);
      }

      @Override
      public String expected(Form form) {
        return of(form).expected(form);
      }

      @Override
      public ObjectNode schema(Form form) {
        return of(form).schema(form);
      }

      @Override
      public void walk(String inYaml, String onWire, BiConsumer<String, String> each) {
        wire.walk(inYaml, onWire, (_, part) -> each.accept(inYaml, part));
      }
    };
  }

  /// Values that may be written short, as a single value or a list, or in full as keys and values.
  ///
  /// @param longer makes the value of its short form
  /// @param shorter the short form of a value; empty when it must be written in full
  public static <T, S> Codec<T> brief(
      Codec<S> brief, Codec<T> full, Function<S, T> longer, Function<T, Optional<S>> shorter) {
    return new Codec<>() {
      @Override
      public Optional<T> read(Node node, Cursor at) {
        return node instanceof Node.Named
            ? full.read(node, at)
            : brief.as(longer, value -> shorter.apply(value).orElseThrow()).read(node, at);
      }

      @Override
      public JsonNode write(T value, Output out) {
        Optional<S> short_ = shorter.apply(value);
        return short_.isPresent() ? brief.write(short_.get(), out) : full.write(value, out);
      }

      @Override
      public String expected(Form form) {
        return brief.expected(form) + ", or " + full.expected(form);
      }

      @Override
      public ObjectNode schema(Form form) {
        ObjectNode schema = Json.object();
        schema.putArray("anyOf").add(brief.schema(form)).add(full.schema(form));
        return schema;
      }

      @Override
      public void walk(String yaml, String wire, BiConsumer<String, String> each) {
        full.walk(yaml, wire, each);
      }
    };
  }

  /// Values for one of which there is a word of its own: `auto`.
  public static <T> Codec<T> wordOr(String word, T meant, Codec<T> others) {
    return new Codec<>() {
      @Override
      public Optional<T> read(Node node, Cursor at) {
        return node instanceof Node.Value(String text, _, _) && Words.same(text, word)
            ? Optional.of(meant)
            : others.read(node, at);
      }

      @Override
      public JsonNode write(T value, Output out) {
        return value.equals(meant) ? Json.tree(word) : others.write(value, out);
      }

      @Override
      public String expected(Form form) {
        return word + ", or " + others.expected(form);
      }

      @Override
      public ObjectNode schema(Form form) {
        ObjectNode schema = Json.object();
        ArrayNode any = schema.putArray("anyOf").add(others.schema(form));
        any.addObject().put("const", word);
        return schema;
      }
    };
  }

  /// Values whose description refers to itself.
  public static <T> Codec<T> later(Supplier<Codec<T>> codec) {
    return new Codec<>() {
      @Override
      public Optional<T> read(Node node, Cursor at) {
        return codec.get().read(node, at);
      }

      @Override
      public JsonNode write(T value, Output out) {
        return codec.get().write(value, out);
      }

      @Override
      public String expected(Form form) {
        return codec.get().expected(form);
      }
    };
  }
}
