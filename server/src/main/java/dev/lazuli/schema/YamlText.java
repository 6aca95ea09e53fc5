package dev.lazuli.schema;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML with the place of each part, anchors and merges (`<<`) resolved.
final class YamlText {
  private static final int NODES_MAX = 200_000;
  private static final int DEPTH_MAX = 100;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setMaxAliasesForCollections(NODES_MAX)
          .build();

  private final Function<Optional<Mark>, Place> places;
  private int nodes;

  private YamlText(Function<Optional<Mark>, Place> places) {
    this.places = places;
  }

  /// Reads a file's text.
  ///
  /// @throws Problem.Invalid with line and column when it is not YAML
  static Node file(String text) {
    return read(
        text,
        mark ->
            new Place.Line(
                mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1)));
  }

  /// Reads a value that stands at one place, such as that of an option.
  static Node value(String text, Place place) {
    return text.isEmpty()
        ? new Node.Value("", Node.Value.Kind.TEXT, place)
        : read(text, _ -> place);
  }

  private static Node read(String text, Function<Optional<Mark>, Place> places) {
    YamlText reader = new YamlText(places);
    try {
      return new Compose(SETTINGS)
          .composeString(text)
          .map(node -> reader.node(node, 0))
          .orElseGet(
              () -> new Node.Value("", Node.Value.Kind.NOTHING, places.apply(Optional.empty())));
    } catch (MarkedYamlEngineException e) {
      throw new Problem.Invalid(
          "file",
          "not readable as YAML: %s at line %d, column %d"
              .formatted(
                  e.getProblem(),
                  e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
                  e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0)));
    } catch (YamlEngineException e) {
      throw new Problem.Invalid("file", "not readable as YAML: " + e.getMessage());
    }
  }

  private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
    nodes++;
    if (nodes > NODES_MAX || depth > DEPTH_MAX) {
      throw new Problem.Invalid(
          "file",
          "not readable as YAML: more than %,d values, or nested deeper than %d"
              .formatted(NODES_MAX, DEPTH_MAX));
    }
    Place place = places.apply(node.getStartMark());
    return switch (node) {
      case ScalarNode scalar -> new Node.Value(scalar.getValue(), kind(scalar.getTag()), place);
      case SequenceNode list -> {
        List<Node> entries = new ArrayList<>();
        list.getValue().forEach(entry -> entries.add(node(entry, depth + 1)));
        yield new Node.Items(entries, place);
      }
      case MappingNode map -> new Node.Named(members(map, depth), place);
      default -> throw new IllegalStateException("YAML has three kinds of nodes");
    };
  }

  private static Node.Value.Kind kind(Tag tag) {
    if (tag.equals(Tag.NULL)) {
      return Node.Value.Kind.NOTHING;
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.Value.Kind.TRUTH;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
        ? Node.Value.Kind.NUMBER
        : Node.Value.Kind.TEXT;
  }

  private Map<String, Node> members(MappingNode map, int depth) {
    Map<String, Node> merged = new LinkedHashMap<>();
    Map<String, Node> own = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Place at = places.apply(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new Problem.Invalid("file", "not readable as YAML: a key that is no text" + at(at));
      }
      Node member = node(tuple.getValueNode(), depth + 1);
      if (key.getValue().equals("<<") && key.isPlain()) {
        merge(member, merged);
      } else if (own.put(key.getValue(), moved(member, at)) != null) {
        throw new Problem.Invalid(
            "file",
            "not readable as YAML: the key '%s' stands twice%s".formatted(key.getValue(), at(at)));
      }
    }
    merged.forEach(own::putIfAbsent);
    return own;
  }

  /// What is wrong with a block of keys is told where its own key stands.
  private static Node moved(Node member, Place key) {
    return switch (member) {
      case Node.Value value -> value;
      case Node.Items(List<Node> entries, _) -> new Node.Items(entries, key);
      case Node.Named(Map<String, Node> members, _) -> new Node.Named(members, key);
    };
  }

  private static void merge(Node node, Map<String, Node> into) {
    switch (node) {
      case Node.Named named -> named.members().forEach(into::putIfAbsent);
      case Node.Items items -> items.entries().forEach(entry -> merge(entry, into));
      case Node.Value _ -> {}
    }
  }

  private static String at(Place place) {
    return place instanceof Place.Line(int line, int column)
        ? " at line %d, column %d".formatted(line, column)
        : "";
  }
}
