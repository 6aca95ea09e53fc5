package dev.lazuli.schema;

import dev.lazuli.base.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A part of a document as somebody wrote it: `1.10` is still `1.10`, and knows its place.
public sealed interface Node {
  /// Where it stands.
  Place place();

  /// A single value.
  ///
  /// @param text as written, without quotes
  record Value(String text, Kind kind, Place place) implements Node {
    /// What a value is to YAML and JSON themselves.
    public enum Kind {
      TEXT,
      NUMBER,
      TRUTH,
      NOTHING
    }
  }

  /// A list.
  record Items(List<Node> entries, Place place) implements Node {
    public Items {
      entries = List.copyOf(entries);
    }
  }

  /// Values by name, in the order in which they were written.
  record Named(Map<String, Node> members, Place place) implements Node {
    public Named {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /// What stands at a path of keys; empty when nothing does, or `null`.
    Optional<Node> find(List<String> keys) {
      Node member = members.get(keys.getFirst());
      if (member == null || isNothing(member)) {
        return Optional.empty();
      }
      if (keys.size() == 1) {
        return Optional.of(member);
      }
      return member instanceof Named inner
          ? inner.find(keys.subList(1, keys.size()))
          : Optional.empty();
    }

    /// The same with another member, or without it.
    Named with(String key, Optional<Node> member) {
      Map<String, Node> others = new LinkedHashMap<>(members);
      member.ifPresentOrElse(node -> others.put(key, node), () -> others.remove(key));
      return new Named(others, place);
    }

    /// The same without what stands at a path of keys.
    Named without(List<String> keys) {
      String key = keys.getFirst();
      if (keys.size() == 1) {
        return with(key, Optional.empty());
      }
      return members.get(key) instanceof Named inner
          ? with(key, Optional.of(inner.without(keys.subList(1, keys.size()))))
          : this;
    }
  }

  /// Whether it is `null`, which says nothing.
  static boolean isNothing(Node node) {
    return node instanceof Value value && value.kind() == Value.Kind.NOTHING;
  }

  /// A part of a request's body.
  static Node of(JsonNode json) {
    return of(json, new Place.Body());
  }

  /// A tree whose parts all stand at one place.
  static Node of(JsonNode json, Place place) {
    return switch (json) {
      case ObjectNode object -> {
        Map<String, Node> members = new LinkedHashMap<>();
        object.properties().forEach(e -> members.put(e.getKey(), of(e.getValue(), place)));
        yield new Named(members, place);
      }
      case ArrayNode array -> {
        List<Node> entries = new ArrayList<>();
        array.forEach(entry -> entries.add(of(entry, place)));
        yield new Items(entries, place);
      }
      default -> {
        Value.Kind kind =
            json.isNumber()
                ? Value.Kind.NUMBER
                : json.isBoolean()
                    ? Value.Kind.TRUTH
                    : json.isString() ? Value.Kind.TEXT : Value.Kind.NOTHING;
        yield new Value(json.asString(""), kind, place);
      }
    };
  }

  /// The same as a plain tree.
  static JsonNode json(Node node) {
    return switch (node) {
      case Named named -> {
        ObjectNode object = Json.object();
        named.members().forEach((key, member) -> object.set(key, json(member)));
        yield object;
      }
      case Items items -> {
        ArrayNode array = Json.array();
        items.entries().forEach(entry -> array.add(json(entry)));
        yield array;
      }
      case Value value ->
          switch (value.kind()) {
            case TEXT -> Json.tree(value.text());
            case TRUTH -> Json.tree(Boolean.parseBoolean(value.text()));
            case NOTHING -> Json.mapper().nullNode();
            case NUMBER -> Numbers.json(value.text());
          };
    };
  }
}
