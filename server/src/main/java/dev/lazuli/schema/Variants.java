package dev.lazuli.schema;

import dev.lazuli.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Resources of several kinds, which one of their keys tells apart: `type: command`.
///
/// @param <T> the sealed type of which the kinds are records
public final class Variants<T> implements Codec<T> {
  private final String name;
  private final String wire;
  private final String standard;
  private final List<Kind<? extends T>> kinds;
  private final List<Other> others;

  private Variants(
      String name,
      String wire,
      String standard,
      List<Kind<? extends T>> kinds,
      List<Other> others) {
    this.name = name;
    this.wire = wire;
    this.standard = standard;
    this.kinds = List.copyOf(kinds);
    this.others = List.copyOf(others);
  }

  private record Kind<V>(
      String word, String wire, Class<V> type, Predicate<V> rule, Codec<V> codec) {
    String word(Form form) {
      return form == Form.YAML ? word : wire;
    }

    Optional<JsonNode> write(Object value, Output out) {
      return type.isInstance(value) && rule.test(type.cast(value))
          ? Optional.of(codec.write(type.cast(value), out))
          : Optional.empty();
    }
  }

  private record Other(String word, String why) {}

  /// No kinds yet.
  ///
  /// @param name the key in YAML
  /// @param wire the path of the key on the wire
  public static <T> Variants<T> by(String name, String wire) {
    return new Variants<>(name, wire, "", List.of(), List.of());
  }

  /// The same with one more kind.
  ///
  /// @param word in YAML
  /// @param wireWord on the wire
  public <V extends T> Variants<T> or(String word, String wireWord, Class<V> type, Codec<V> codec) {
    return or(word, wireWord, type, _ -> true, codec);
  }

  /// The same with one more kind, which is some of the values of a record.
  public <V extends T> Variants<T> or(
      String word, String wireWord, Class<V> type, Predicate<V> rule, Codec<V> codec) {
    List<Kind<? extends T>> more = new ArrayList<>(kinds);
    more.add(new Kind<>(word, wireWord, type, rule, codec));
    return new Variants<>(name, wire, standard, more, others);
  }

  /// The same, where the key may be left out for this kind.
  public Variants<T> orElse(String word) {
    return new Variants<>(name, wire, word, kinds, others);
  }

  /// The same with a kind that Azure has and that is not done here.
  ///
  /// @param why in words that follow the name and the word
  public Variants<T> refuse(String word, String why) {
    List<Other> more = new ArrayList<>(others);
    more.add(new Other(word, why));
    return new Variants<>(name, wire, standard, kinds, more);
  }

  private List<String> keys(Form form) {
    return List.of((form == Form.YAML ? name : wire).split("\\."));
  }

  @Override
  public Optional<T> read(Node node, Cursor at) {
    if (!(node instanceof Node.Named named)) {
      return at.wrong(node, "keys and values");
    }
    List<String> keys = keys(at.form());
    Cursor place = at.below(String.join(".", keys));
    Optional<Node> given = named.find(keys);
    if (given.isEmpty() && standard.isEmpty()) {
      place.tell(
          node, "the key '%s' is missing: %s".formatted(place.path(), expected(at.form())), false);
      return Optional.empty();
    }
    String word =
        given.map(one -> one instanceof Node.Value value ? value.text() : "").orElse(standard);
    for (Kind<? extends T> kind : kinds) {
      if (Words.same(kind.word(), word) || Words.same(kind.wire(), word)) {
        return kind.codec().read(named.without(keys), at).map(value -> value);
      }
    }
    Node wrong = given.orElse(node);
    return others.stream()
        .filter(one -> Words.same(one.word(), word))
        .findFirst()
        .map(one -> place.<T>report(wrong, one.why(), true))
        .orElseGet(() -> place.wrong(wrong, expected(at.form())));
  }

  @Override
  public JsonNode write(T value, Output out) {
    for (Kind<? extends T> kind : kinds) {
      Optional<JsonNode> written = kind.write(value, out);
      if (written.isPresent()) {
        ObjectNode object = Json.object();
        List<String> keys = keys(out.form());
        ObjectNode place = object;
        for (String key : keys.subList(0, keys.size() - 1)) {
          place = place.putObject(key);
        }
        place.put(keys.getLast(), kind.word(out.form()));
        Description.merge(object, written.get());
        return object;
      }
    }
    throw new IllegalStateException("no kind for " + value.getClass().getSimpleName());
  }

  @Override
  public String expected(Form form) {
    Stream<String> words = kinds.stream().map(kind -> kind.word(form));
    return kinds.size() == 1
        ? kinds.getFirst().word(form)
        : "one of " + String.join(", ", words.toList());
  }

  @Override
  public void walk(String yaml, String onWire, BiConsumer<String, String> each) {
    each.accept(Description.below(yaml, name), Description.below(onWire, wire));
    kinds.forEach(kind -> kind.codec().walk(yaml, onWire, each));
  }

  @Override
  public ObjectNode schema(Form form) {
    ObjectNode schema = Json.object();
    ArrayNode each = schema.putArray("oneOf");
    for (Kind<? extends T> kind : kinds) {
      ObjectNode one = each.addObject();
      ArrayNode all = one.putArray("allOf");
      all.add(kind.codec().schema(form));
      ObjectNode place = all.addObject();
      for (String key : keys(form)) {
        place.putArray("required").add(key);
        place = place.putObject("properties").putObject(key);
      }
      place.put("const", kind.word(form));
    }
    return schema;
  }
}
