package dev.lazuli.schema;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.NearNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// All there is to know of how one kind of resource is written: its fields, and the record they
/// make.
///
/// @param <R> the record
public final class Description<R> implements Codec<R> {
  /// Values that ask for nothing.
  private static final Set<String> NOTHING = Set.of("", "0", "false");

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
    boolean isWhole = fields.stream().noneMatch(Field::isPart);
    Set<String> meant = new HashSet<>();
    refuseOthers(named, "", at, isWhole ? Optional.of(meant) : Optional.empty());
    Map<Field<?, ?>, Object> values = new HashMap<>(); // fields are equal to themselves only
    fields.forEach(field -> read(field, named, at, values, meant));
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

  private <V> void read(
      Field<R, V> field,
      Node.Named named,
      Cursor at,
      Map<Field<?, ?>, Object> values,
      Set<String> meant) {
    if (field.isPart()) {
      Cursor part = at.among(paths(at.form()).toList());
      field.codec().read(rest(named, at.form()), part).ifPresent(v -> values.put(field, v));
      return;
    }
    Optional<Node> given = field.find(named, at.form());
    Cursor place = at.below(field.path(at.form()));
    if (given.isPresent()) {
      field.codec().read(given.get(), place).ifPresent(value -> values.put(field, value));
      return;
    }
    switch (field.need()) {
      case Field.Need.Open<V>(V absent) -> values.put(field, absent);
      case Field.Need.Standard<V>(V standard) -> values.put(field, standard);
      case Field.Need.Required<V> _ -> {
        if (!meant.contains(field.path(at.form()))) {
          String words = at.form() == Form.YAML ? "the key '%s' is missing" : "%s is missing";
          place.tell(named, words.formatted(place.path()), false);
        }
      }
    }
  }

  /// What is left for a part.
  private Node.Named rest(Node.Named named, Form form) {
    Node.Named rest = named;
    for (String path : allPaths(form).toList()) {
      rest = path.isEmpty() ? rest : rest.without(List.of(path.split("\\.")));
    }
    return rest;
  }

  /// Reports members that are no fields.
  ///
  /// @param meant takes the fields that may have been meant; empty when there is a part that knows
  ///   the other fields
  private void refuseOthers(Node.Named named, String path, Cursor at, Optional<Set<String>> meant) {
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
                && allPaths(at.form()).anyMatch(one -> one.startsWith(full + "."))) {
              refuseOthers(inner, full + ".", at, meant);
            } else if (!Node.isNothing(member)) {
              meant.ifPresent(near -> near.addAll(unknown(full, member, at).stream().toList()));
            }
          }
        });
  }

  private static boolean saysNothing(Node node) {
    return switch (node) {
      case Node.Value value ->
          value.kind() == Node.Value.Kind.NOTHING || NOTHING.contains(value.text());
      case Node.Items items -> items.entries().isEmpty();
      case Node.Named named -> named.members().values().stream().allMatch(Description::saysNothing);
    };
  }

  /// Reports a member that is no field; the name that was meant, if there is one like it.
  private Optional<String> unknown(String path, Node member, Cursor at) {
    Cursor place = at.below(path);
    TreeSet<String> known = new TreeSet<>(paths(at.form()).toList());
    known.addAll(at.known());
    Optional<String> near = NearNames.of(path, List.copyOf(known));
    String advice =
        near.map(name -> "did you mean '%s'?".formatted(at.below(name).path()))
            .orElseGet(() ->
                "known %s: %s"
                    .formatted(
                        at.path().isEmpty() ? "here" : "in '" + at.path() + "'",
                        String.join(", ", known)));
    place.tell(member, "unknown key '%s'; %s".formatted(place.path(), advice), false);
    return near;
  }

  private Stream<String> paths(Form form) {
    return Stream.concat(fields.stream(), answers.stream())
        .filter(field -> field.isIn(form) && !field.isPart())
        .map(field -> field.path(form));
  }

  private Stream<String> allPaths(Form form) {
    return Stream.concat(paths(form), others.stream().map(other -> other.path(form)));
  }

  @Override
  public ObjectNode write(R record, Output out) {
    ObjectNode object = Json.object();
    for (Field<R, ?> field : fields) {
      if (field.isPart()) {
        merge(object, field.write(record, out));
      } else if (field.isIn(out.form()) && field.isSaid(record)) {
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

  /// Adds members, those of objects to the objects that are there.
  static void merge(ObjectNode object, JsonNode more) {
    more.properties()
        .forEach(member -> {
          if (object.get(member.getKey()) instanceof ObjectNode old
              && member.getValue().isObject()) {
            merge(old, member.getValue());
          } else {
            object.set(member.getKey(), member.getValue());
          }
        });
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
    if (field.isPart()) {
      schema.putArray("allOf").add(field.codec().schema(form));
    }
    if (!field.isIn(form) || field.isPart()) {
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

  @Override
  public void walk(String yaml, String wire, BiConsumer<String, String> each) {
    for (Field<R, ?> field : fields) {
      if (field.isPart()) {
        field.codec().walk(yaml, wire, each);
      } else if (field.isIn(Form.YAML) && field.isIn(Form.WIRE)) {
        String inYaml = below(yaml, field.path(Form.YAML));
        String onWire = below(wire, field.path(Form.WIRE));
        each.accept(inYaml, onWire);
        field.codec().walk(inYaml, onWire, each);
      }
    }
  }

  static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// Its fields, for the reference.
  List<Field<R, ?>> fields() {
    return fields;
  }
}
