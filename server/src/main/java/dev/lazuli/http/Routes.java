package dev.lazuli.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A table of routes of one family: the words for its errors, and the prefixes it stands under.
///
/// A template is a verb and a path such as `GET /jobs/{name}`; a last segment `{name...}` takes the
/// rest of the path. In the ARM family literal segments match in any case.
public final class Routes {
  private final Protocol protocol;
  private final List<String> prefixes;
  private final boolean anyCase;
  private final List<Route> routes = new ArrayList<>();

  private Routes(Protocol protocol, List<String> prefixes, boolean anyCase) {
    this.protocol = protocol;
    this.prefixes = prefixes;
    this.anyCase = anyCase;
  }

  /// A family whose paths match letter by letter.
  public static Routes exact(Protocol protocol, String... prefixes) {
    return new Routes(protocol, List.of(prefixes), false);
  }

  /// A family whose literal segments match in any case, as ARM ids do.
  public static Routes anyCase(Protocol protocol, String... prefixes) {
    return new Routes(protocol, List.of(prefixes), true);
  }

  /// Adds a route that the access log holds.
  public Routes add(String template, Action action, Handler handler) {
    return add(template, action, handler, false);
  }

  /// Adds a route whose successes the standard access log leaves out: scoring, health.
  public Routes addQuiet(String template, Action action, Handler handler) {
    return add(template, action, handler, true);
  }

  private Routes add(String template, Action action, Handler handler, boolean quiet) {
    int space = template.indexOf(' ');
    String method = template.substring(0, space);
    for (String prefix : prefixes) {
      routes.add(
          new Route(
              method,
              prefix + template.substring(space + 1),
              anyCase,
              quiet,
              action,
              protocol,
              handler));
    }
    return this;
  }

  /// The routes, one for each template and prefix.
  public List<Route> all() {
    return List.copyOf(routes);
  }

  /// One row of the table.
  ///
  /// @param path template, starting with `/`
  public record Route(
      String method,
      String path,
      boolean anyCase,
      boolean quiet,
      Action action,
      Protocol protocol,
      Handler handler) {
    private static final Pattern SLASH = Pattern.compile("/");

    /// The parts of the template between its slashes.
    List<String> segments() {
      return Arrays.asList(SLASH.split(path.substring(1), -1));
    }
  }
}
