package dev.lazuli.schema;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// A YAML file of Azure ML's CLI with the options that go before its keys, or one made of options
/// alone.
///
/// @param source what people call it; empty without a file
/// @param folder that relative paths in it start from
public record Document(String source, Node.Named content, Path folder) {
  private static final long BYTES_MAX = 4L << 20;
  private static final Pattern STEP = Pattern.compile("([^\\[\\]]+)((?:\\[\\d+])*)");

  /// Reads a file.
  ///
  /// @throws Problem.NotFound when there is no such file
  /// @throws Problem.Invalid when it is not YAML, or holds no keys
  public static Document read(Path file) {
    Node node;
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new Problem.TooLarge("'%s' is larger than %d bytes".formatted(file, BYTES_MAX));
      }
      node = YamlText.file(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Problem.NotFound("there is no file '%s'".formatted(file));
    } catch (MalformedInputException e) {
      throw new Problem.Invalid("file", "'%s' is not UTF-8 text".formatted(file));
    } catch (IOException e) {
      throw new Problem.Invalid("file", "cannot read '%s': %s".formatted(file, e.getMessage()));
    } catch (Problem.Invalid e) {
      throw new Problem.Invalid("file", "'%s' is %s".formatted(file, e.text()));
    }
    if (!(node instanceof Node.Named content)) {
      throw new Problem.Invalid("file", "'%s' holds no keys and values".formatted(file));
    }
    Path parent = file.toAbsolutePath().normalize().getParent();
    return new Document(file.toString(), content, parent == null ? Path.of("/") : parent);
  }

  /// A document that comes from options alone.
  ///
  /// @param folder that relative paths start from
  public static Document empty(Path folder) {
    return new Document("", new Node.Named(Map.of(), new Place.Body()), folder.toAbsolutePath());
  }

  /// What a command printed, to be changed and given back.
  public static Document of(ObjectNode printed, Path folder) {
    Map<String, Node> members = new LinkedHashMap<>();
    printed.properties().forEach(e -> members.put(e.getKey(), Node.of(e.getValue())));
    return new Document("", new Node.Named(members, new Place.Body()), folder.toAbsolutePath());
  }

  /// The same with a value from an option in the place of the key's.
  ///
  /// @param path of keys, such as `limits.max_trials`
  /// @param option as people write it: `--max-trials`
  public Document with(String path, String value, String option) {
    Place place = new Place.Option(option);
    return changed(path, Optional.of(new Node.Value(value, Node.Value.Kind.TEXT, place)), option);
  }

  /// The same with a path from an option, which starts from the folder that the command runs in.
  public Document withPath(String path, String value, String option) {
    return with(path, Places.absolute(value, Path.of("").toAbsolutePath()), option);
  }

  /// The same with a change such as `limits.max_trials=3` or `inputs[0].path=x`; the value is YAML.
  ///
  /// @throws Problem.Invalid when it has no `=`, or goes through a value
  public Document set(String change) {
    int equals = change.indexOf('=');
    if (equals < 1) {
      throw new Problem.Invalid("--set", change, "KEY=VALUE such as limits.max_trials=3");
    }
    String path = change.substring(0, equals);
    Place place = new Place.Option("--set " + path);
    Node value = YamlText.value(change.substring(equals + 1), place);
    return changed(path, Optional.of(value), "--set " + change);
  }

  /// The same without what stands at a path.
  ///
  /// @throws Problem.Invalid when nothing stands there
  public Document remove(String path) {
    return changed(path, Optional.empty(), "--remove " + path);
  }

  /// The same with one more entry in the list at a path, which is made when it is not there.
  ///
  /// @param value YAML
  public Document add(String path, String value) {
    Place place = new Place.Option("--add " + path);
    List<Node> entries = new ArrayList<>();
    find(path)
        .ifPresent(node -> {
          if (!(node instanceof Node.Items items)) {
            throw new Problem.Invalid("--add", path, "the path of a list");
          }
          entries.addAll(items.entries());
        });
    entries.add(YamlText.value(value, place));
    return changed(path, Optional.of(new Node.Items(entries, place)), "--add " + path);
  }

  /// The text at a top-level key; empty when there is none.
  public String text(String key) {
    return content.find(List.of(key)).orElse(content) instanceof Node.Value value
        ? value.text()
        : "";
  }

  /// The record that the document describes.
  ///
  /// @throws Problem.Invalid that tells all that is wrong, each with its line and column
  /// @throws Problem.Unsupported when nothing is wrong but something is not done here
  public <R> R as(Codec<R> codec) {
    Cursor at = Cursor.at(Form.YAML, Optional.of(folder));
    Optional<R> read = codec.read(content, at);
    List<Cursor.Fault> faults = at.faults();
    if (!faults.isEmpty()) {
      String each = faults.stream().map(this::told).collect(Collectors.joining("\n"));
      throw Wire.problem(faults, each);
    }
    return read.orElseThrow(() -> new IllegalStateException("nothing was read, nothing reported"));
  }

  private String told(Cursor.Fault fault) {
    return switch (fault.place()) {
      case Place.Line(int line, int column) when !source.isEmpty() ->
          "%s:%d:%d: %s".formatted(source, line, column, fault.message());
      case Place.Option(String words) when !fault.message().startsWith(words) ->
          words + ": " + fault.message();
      case Place.Line _, Place.Option _, Place.Body _ -> fault.message();
    };
  }

  private Optional<Node> find(String path) {
    Optional<Node> at = Optional.of(content);
    for (String step : steps(path, path)) {
      at =
          at.flatMap(node ->
              switch (node) {
                case Node.Named named -> Optional.ofNullable(named.members().get(step));
                case Node.Items items -> {
                  int index = index(step);
                  yield index >= 0 && index < items.entries().size()
                      ? Optional.of(items.entries().get(index))
                      : Optional.empty();
                }
                case Node.Value _ -> Optional.empty();
              });
    }
    return at;
  }

  private Document changed(String path, Optional<Node> value, String words) {
    List<String> steps = steps(path, words);
    Node changed = changed(content, steps, value, words);
    return new Document(source, (Node.Named) changed, folder);
  }

  private static Node changed(Node node, List<String> steps, Optional<Node> value, String words) {
    if (steps.isEmpty()) {
      return value.orElse(node);
    }
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    switch (node) {
      case Node.Named named -> {
        Node below = named.members().get(step);
        if (below == null && value.isEmpty()) {
          throw noPath(words, step);
        }
        if (rest.isEmpty()) {
          return named.with(step, value);
        }
        Node start =
            below == null || Node.isNothing(below) ? new Node.Named(Map.of(), node.place()) : below;
        return named.with(step, Optional.of(changed(start, rest, value, words)));
      }
      case Node.Items items -> {
        int index = index(step);
        List<Node> entries = new ArrayList<>(items.entries());
        if (index < 0 || index >= entries.size()) {
          throw noPath(words, step);
        }
        if (rest.isEmpty() && value.isEmpty()) {
          entries.remove(index);
        } else {
          entries.set(index, changed(entries.get(index), rest, value, words));
        }
        return new Node.Items(entries, items.place());
      }
      case Node.Value _ ->
          throw new Problem.Invalid(
              "path", "%s: there is a value where '%s' should be".formatted(words, step));
    }
  }

  private static Problem.Invalid noPath(String words, String step) {
    return new Problem.Invalid("path", "%s: there is no '%s'".formatted(words, step));
  }

  private static int index(String step) {
    return step.matches("\\d{1,6}") ? Integer.parseInt(step) : -1;
  }

  /// `a.b[0]` as `a`, `b`, `0`.
  private static List<String> steps(String path, String words) {
    List<String> steps = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      if (!STEP.matcher(part).matches()) {
        throw new Problem.Invalid("path", words, "keys parted by dots, such as limits.max_trials");
      }
      for (String step : part.split("[\\[\\]]+", -1)) {
        if (!step.isEmpty()) {
          steps.add(step);
        }
      }
    }
    return steps;
  }
}
