package dev.lazuli.schema;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// One field of a resource: its names, its values, whether it must be there, and what it means.
///
/// @param <R> the record that has it
public final class Field<R, V> {
  private final String name;
  private final String wire;
  private final Codec<V> codec;
  private final Function<R, V> value;
  private final Need<V> need;
  private final Where where;
  private final String meaning;

  private Field(
      String name,
      String wire,
      Codec<V> codec,
      Function<R, V> value,
      Need<V> need,
      Where where,
      String meaning) {
    this.name = name;
    this.wire = wire;
    this.codec = codec;
    this.value = value;
    this.need = need;
    this.where = where;
    this.meaning = meaning;
  }

  /// Where a field is written.
  private sealed interface Where {
    /// In both forms.
    record Both() implements Where {}

    /// On the wire only.
    record WireOnly() implements Where {}

    /// In YAML; on the wire it is a segment of the resource's id, and so of its URL.
    ///
    /// @param fromEnd 1 for the last
    record Id(int fromEnd) implements Where {}

    /// Its own fields stand among those of the resource.
    record Part() implements Where {}
  }

  /// What becomes of a field that is not given.
  sealed interface Need<V> {
    /// It must be given.
    record Required<V>() implements Need<V> {}

    /// It then has a value that says that nothing was said, and that is not written.
    record Open<V>(V absent) implements Need<V> {}

    /// It then has a value, which is written as if it had been given.
    record Standard<V>(V value) implements Need<V> {}
  }

  /// A field that must be given.
  ///
  /// @param name in YAML; on the wire it is the same in camelCase unless [#wire] says otherwise
  public static <R, V> Field<R, V> required(String name, Codec<V> codec, Function<R, V> value) {
    return new Field<>(
        name, Words.camel(name), codec, value, new Need.Required<>(), new Where.Both(), "");
  }

  /// A field that may be left out.
  ///
  /// @param absent what the record then has: a value that nobody would write
  public static <R, V> Field<R, V> optional(
      String name, Codec<V> codec, V absent, Function<R, V> value) {
    return new Field<>(
        name, Words.camel(name), codec, value, new Need.Open<>(absent), new Where.Both(), "");
  }

  /// A field with a default.
  public static <R, V> Field<R, V> standard(
      String name, Codec<V> codec, V standard, Function<R, V> value) {
    return new Field<>(
        name, Words.camel(name), codec, value, new Need.Standard<>(standard), new Where.Both(), "");
  }

  /// The same under another name on the wire, or at a path there: `sku.capacity`.
  public Field<R, V> wire(String path) {
    return new Field<>(name, path, codec, value, need, where, meaning);
  }

  /// The same field of a record that has this one's record in it.
  public <Q> Field<Q, V> in(Function<Q, R> outer) {
    return new Field<>(name, wire, codec, outer.andThen(value), need, where, meaning);
  }

  /// The same with what it means, for the reference: one or two sentences.
  public Field<R, V> meaning(String words) {
    return new Field<>(name, wire, codec, value, need, where, words);
  }

  /// The same, not written in YAML: what commands say in other ways.
  public Field<R, V> onlyOnWire() {
    return new Field<>(name, wire, codec, value, need, new Where.WireOnly(), meaning);
  }

  /// The same, which the wire does not write, since the resource's id has it.
  ///
  /// @param fromEnd which segment of the id: 1 for the last
  public Field<R, V> fromId(int fromEnd) {
    return new Field<>(name, name, codec, value, need, new Where.Id(fromEnd), meaning);
  }

  /// A part of a resource whose fields stand among those of the resource itself.
  static <R, V> Field<R, V> part(Codec<V> codec, Function<R, V> value) {
    return new Field<>("", "", codec, value, new Need.Required<>(), new Where.Part(), "");
  }

  /// Whether its fields stand among those of the resource.
  boolean isPart() {
    return where instanceof Where.Part;
  }

  /// Its name in YAML.
  public String name() {
    return name;
  }

  /// Its path in a form, joined by dots.
  String path(Form form) {
    return form == Form.YAML ? name : wire;
  }

  /// Its path in a form, by keys.
  List<String> keys(Form form) {
    return List.of(path(form).split("\\."));
  }

  /// Its values.
  Codec<V> codec() {
    return codec;
  }

  /// What happens when it is not given.
  Need<V> need() {
    return need;
  }

  /// What it means.
  String meaning() {
    return meaning;
  }

  /// Whether it is written in a form.
  boolean isIn(Form form) {
    return switch (where) {
      case Where.Both _, Where.Part _ -> true;
      case Where.WireOnly _ -> form == Form.WIRE;
      case Where.Id _ -> form == Form.YAML;
    };
  }

  /// What was given for it; empty when nothing was.
  Optional<Node> find(Node.Named node, Form form) {
    if (where instanceof Where.Id(int fromEnd) && form == Form.WIRE) {
      return node.find(List.of("id")).flatMap(id -> segment(id, fromEnd));
    }
    return isIn(form) ? node.find(keys(form)) : Optional.empty();
  }

  private static Optional<Node> segment(Node id, int fromEnd) {
    if (!(id instanceof Node.Value value)) {
      return Optional.empty();
    }
    String[] segments = value.text().split("/", -1);
    return segments.length < fromEnd
        ? Optional.empty()
        : Optional.of(
            new Node.Value(
                segments[segments.length - fromEnd], Node.Value.Kind.TEXT, value.place()));
  }

  /// Whether a record says something here.
  boolean isSaid(R record) {
    return switch (need) {
      case Need.Open<V>(V absent) -> !absent.equals(value.apply(record));
      case Need.Required<V> _, Need.Standard<V> _ -> true;
    };
  }

  /// Writes a record's value.
  JsonNode write(R record, Output out) {
    return codec.write(value.apply(record), out);
  }
}
