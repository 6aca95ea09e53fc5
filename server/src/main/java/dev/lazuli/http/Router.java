package dev.lazuli.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request.
///
/// A tree over the segments of the raw path: a literal is preferred to a parameter, a parameter to
/// a rest. Segments are decoded one by one, so `%2F` never splits one.
public final class Router {
  private final Node root = new Node();
  private final List<Routes.Route> routes = new ArrayList<>();

  /// Adds a family of routes.
  ///
  /// @throws IllegalStateException when two routes are the same
  public Router add(Routes family) {
    for (Routes.Route route : family.all()) {
      add(route);
    }
    return this;
  }

  /// All routes, in the order they were added.
  public List<Routes.Route> routes() {
    return List.copyOf(routes);
  }

  /// What stands behind a path.
  public sealed interface Match {
    /// A route, and the decoded parameters of its path.
    record Found(Routes.Route route, Map<String, String> parameters) implements Match {}

    /// The path exists for other verbs.
    record OtherMethods(SortedSet<String> methods) implements Match {}

    /// No such path.
    record Nothing() implements Match {}
  }

  /// Finds the route for a verb and a raw path.
  public Match match(String method, String rawPath) {
    String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
    String[] segments = path.split("/", -1);
    Map<String, String> values = new LinkedHashMap<>();
    Routes.@Nullable Route route = find(root, segments, 0, method, values);
    if (route != null) {
      return new Match.Found(route, values);
    }
    SortedSet<String> methods = new TreeSet<>();
    addMethods(root, segments, 0, methods);
    return methods.isEmpty() ? new Match.Nothing() : new Match.OtherMethods(methods);
  }

  /// Collects the verbs that the path has.
  private static void addMethods(Node node, String[] segments, int at, SortedSet<String> methods) {
    if (at == segments.length) {
      methods.addAll(node.byMethod.keySet());
      return;
    }
    for (Node next : node.literals(segments[at])) {
      addMethods(next, segments, at + 1, methods);
    }
    if (!segments[at].isEmpty()) {
      node.parameters.values().forEach(next -> addMethods(next, segments, at + 1, methods));
    }
    node.rests.values().forEach(next -> methods.addAll(next.byMethod.keySet()));
  }

  private void add(Routes.Route route) {
    Node node = root;
    List<String> segments = route.segments();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.endsWith("...}")) {
        if (i != segments.size() - 1) {
          throw new IllegalStateException("a rest must stand last: " + route.path());
        }
        node = node.rest(segment.substring(1, segment.length() - 4));
      } else if (segment.startsWith("{")) {
        node = node.parameter(segment.substring(1, segment.length() - 1));
      } else {
        node = node.literal(segment, route.anyCase());
      }
    }
    if (node.byMethod.putIfAbsent(route.method(), route) != null) {
      throw new IllegalStateException(
          "two routes are %s %s".formatted(route.method(), route.path()));
    }
    routes.add(route);
  }

  private static Routes.@Nullable Route find(
      Node node, String[] segments, int at, String method, Map<String, String> values) {
    if (at == segments.length) {
      return node.byMethod.get(method);
    }
    String segment = segments[at];
    for (Node next : node.literals(segment)) {
      Routes.@Nullable Route found = find(next, segments, at + 1, method, values);
      if (found != null) {
        return found;
      }
    }
    if (!segment.isEmpty()) {
      for (Map.Entry<String, Node> next : node.parameters.entrySet()) {
        Routes.@Nullable Route found = find(next.getValue(), segments, at + 1, method, values);
        if (found != null) {
          values.put(next.getKey(), decoded(segment));
          return found;
        }
      }
    }
    for (Map.Entry<String, Node> next : node.rests.entrySet()) {
      Routes.@Nullable Route route = next.getValue().byMethod.get(method);
      if (route != null) {
        values.put(next.getKey(), rest(segments, at));
        return route;
      }
    }
    return null;
  }

  private static String rest(String[] segments, int from) {
    List<String> decoded = new ArrayList<>();
    for (int i = from; i < segments.length; i++) {
      decoded.add(decoded(segments[i]));
    }
    return String.join("/", decoded);
  }

  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // a lone % stands for itself
    }
  }

  private static final class Node {
    private final Map<String, Node> exact = new HashMap<>();
    private final Map<String, Node> anyCase = new HashMap<>();
    private final Map<String, Node> parameters = new LinkedHashMap<>();
    private final Map<String, Node> rests = new LinkedHashMap<>();
    private final Map<String, Routes.Route> byMethod = new HashMap<>();

    Node literal(String segment, boolean inAnyCase) {
      return inAnyCase
          ? anyCase.computeIfAbsent(segment.toLowerCase(Locale.ROOT), _ -> new Node())
          : exact.computeIfAbsent(segment, _ -> new Node());
    }

    Node parameter(String name) {
      return parameters.computeIfAbsent(name, _ -> new Node());
    }

    Node rest(String name) {
      return rests.computeIfAbsent(name, _ -> new Node());
    }

    List<Node> literals(String segment) {
      Node first = exact.get(segment);
      Node second = anyCase.isEmpty() ? null : anyCase.get(segment.toLowerCase(Locale.ROOT));
      if (first == null) {
        return second == null ? List.of() : List.of(second);
      }
      return second == null ? List.of(first) : List.of(first, second);
    }
  }
}
