package dev.lazuli.schema;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.NearNames;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// All there is to know of how one kind of resource is written: its fields, and the record they
/// make.
///
/// @param <R> the record
public final class Description<R> implements Codec<R> {
  private final String name;
  private final String meaning;
  private final List<Field<R, ?>> fields;
  private final List<Field<R, ?>> answers;
  private final List<Fields.Other> others;
  private final Function<Given, R> constructor;

  private Description(
      String name, String meaning, Fields<R> fields, Function<Given, R> constructor) {
    this.name = name;
    this.meaning = meaning;
    this.fields = fields.fields();
    this.answers = fields.answers();
    this.others = fields.others();
    this.constructor = constructor;
  }

  /// Describes a resource.
  ///
  /// @param name as people say it: `data asset`
  /// @param meaning a sentence for the reference
  /// @param content adds the fields, and answers how a record is made of what was given for them
  public static <R> Description<R> of(
      String name, String meaning, Function<Fields<R>, Function<Given, R>> content) {
    Fields<R> fields = new Fields<>();
    Function<Given, R> constructor = content.apply(fields);
    return new Description<>(name, meaning, fields, constructor);
  }

  /// Its name, as people say it.
  public String name() {
    return name;
  }

  /// What it is.
  public String meaning() {
    return meaning;
  }

  @Override
  public Optional<R> read(Node node, Cursor at) {
    if (!(node instanceof Node.Named named)) {
      return at.wrong(node, expected(at.form()));
    }
    int before = at.faults().size();
    refuseOthers(named, "", at);
    Map<Field<?, ?>, Object> values = new IdentityHashMap<>();
    fields.forEach(field -> read(field, named, at, values));
    if (at.faults().size() > before) {
      return Optional.empty();
    }
    try {
      R record = constructor.apply(new Given(values, named, at));
      return at.faults().size() > before ? Optional.empty() : Optional.of(record);
    } catch (Problem | InvalidInput wrong) {
      return at.met(node, wrong);
    }
  }

  private static <R, V> void read(
      Field<R, V> field, Node.Named named, Cursor at, Map<Field<?, ?>, Object> values) {
    Optional<Node> given = field.find(named, at.form());
    Cursor place = at.below(field.path(at.form()));
    if (given.isPresent()) {
      field.codec().read(given.get(), place).ifPresent(value -> values.put(field, value));
      return;
    }
    switch (field.need()) {
      case Field.Need.Open<V>(V absent) -> values.put(field, absent);
      case Field.Need.Standard<V>(V standard) -> values.put(field, standard);
      case Field.Need.Required<V> _ ->
          place.tell(
              named,
              at.form() == Form.YAML
                  ? "the key '%s' is missing".formatted(place.path())
                  : "%s is missing".formatted(place.path()),
              false);
    }
  }

  /// Reports members that are no fields.
  private void refuseOthers(Node.Named named, String path, Cursor at) {
    named
        .members()
        .forEach((key, member) -> {
          String full = path + key;
          Optional<Fields.Other> other =
              others.stream().filter(one -> one.path(at.form()).equals(full)).findFirst();
          if (other.isPresent()) {
            String why = other.get().unsupported();
            if (!why.isEmpty() && !saysNothing(member)) {
              Cursor place = at.below(full);
              place.tell(member, place.path() + " " + why, true);
            }
          } else if (paths(at.form()).noneMatch(full::equals)) {
            if (member instanceof Node.Named inner
                && paths(at.form()).anyMatch(one -> one.startsWith(full + "."))) {
              refuseOthers(inner, full + ".", at);
            } else if (!Node.isNothing(member)) {
              unknown(full, member, at);
            }
          }
        });
  }

  private static boolean saysNothing(Node node) {
    return switch (node) {
      case Node.Value value -> value.kind() == Node.Value.Kind.NOTHING || value.text().isEmpty();
      case Node.Items items -> items.entries().isEmpty();
      case Node.Named named -> named.members().values().stream().allMatch(Description::saysNothing);
    };
  }

  private void unknown(String path, Node member, Cursor at) {
    Cursor place = at.below(path);
    List<String> known = List.copyOf(new TreeSet<>(paths(at.form()).toList()));
    String advice =
        NearNames.of(path, known)
            .map(near -> "did you mean '%s'?".formatted(at.below(near).path()))
            .orElseGet(() ->
                "known %s: %s"
                    .formatted(
                        at.path().isEmpty() ? "here" : "in '" + at.path() + "'",
                        String.join(", ", known)));
    place.tell(member, "unknown key '%s'; %s".formatted(place.path(), advice), false);
  }

  private Stream<String> paths(Form form) {
    return Stream.concat(fields.stream(), answers.stream())
        .filter(field -> field.isIn(form))
        .map(field -> field.path(form));
  }

  @Override
  public ObjectNode write(R record, Output out) {
    ObjectNode object = Json.object();
    for (Field<R, ?> field : fields) {
      if (field.isIn(out.form()) && field.isSaid(record)) {
        put(object, field.keys(out.form()), field.write(record, out));
      }
    }
    return object;
  }

  /// The YAML form of a resource as the server answers it, with what only the server knows.
  ///
  /// @throws Problem.Invalid when the answer does not fit
  public ObjectNode printed(JsonNode wire) {
    Cursor at = Cursor.at(Form.WIRE, Optional.empty());
    Node node = Node.of(wire);
    ObjectNode object = write(Wire.done(read(node, at), at), Output.of(Form.YAML));
    for (Field<R, ?> answer : answers) {
      if (node instanceof Node.Named named) {
        printed(answer, named, at).ifPresent(value -> object.set(answer.name(), value));
      }
    }
    return object;
  }

  private static <V> Optional<JsonNode> printed(Field<?, V> answer, Node.Named named, Cursor at) {
    return named
        .find(answer.keys(Form.WIRE))
        .flatMap(node -> answer.codec().read(node, at.below(answer.path(Form.WIRE))))
        .map(value -> answer.codec().write(value, Output.of(Form.YAML)));
  }

  private static void put(ObjectNode object, List<String> keys, JsonNode value) {
    ObjectNode place = object;
    for (String key : keys.subList(0, keys.size() - 1)) {
      place = place.get(key) instanceof ObjectNode inner ? inner : place.putObject(key);
    }
    place.set(keys.getLast(), value);
  }

  @Override
  public String expected(Form form) {
    return form == Form.YAML ? "keys and values" : "an object";
  }

  @Override
  public ObjectNode schema(Form form) {
    ObjectNode schema = Json.object().put("type", "object").put("title", name);
    schema.put("description", meaning).put("additionalProperties", false);
    fields.forEach(field -> addSchema(schema, field, form, false));
    answers.forEach(field -> addSchema(schema, field, form, true));
    return schema;
  }

  private static <R, V> void addSchema(
      ObjectNode schema, Field<R, V> field, Form form, boolean readOnly) {
    if (!field.isIn(form)) {
      return;
    }
    List<String> keys = field.keys(form);
    ObjectNode place = schema;
    for (String key : keys.subList(0, keys.size() - 1)) {
      ObjectNode properties = place.withObject("/properties");
      place =
          properties.get(key) instanceof ObjectNode inner
              ? inner
              : properties.putObject(key).put("type", "object").put("additionalProperties", false);
    }
    ObjectNode own = field.codec().schema(form);
    if (!field.meaning().isEmpty()) {
      own.put("description", field.meaning());
    }
    if (readOnly) {
      own.put("readOnly", true);
    } else {
      switch (field.need()) {
        case Field.Need.Required<V> _ -> place.withArray("/required").add(keys.getLast());
        case Field.Need.Standard<V>(V standard) ->
            own.set("default", field.codec().write(standard, Output.of(form)));
        case Field.Need.Open<V> _ -> {}
      }
    }
    place.withObject("/properties").set(keys.getLast(), own);
  }

  /// Its fields, for the reference.
  List<Field<R, ?>> fields() {
    return fields;
  }
}
