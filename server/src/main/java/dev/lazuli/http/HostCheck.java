package dev.lazuli.http;

import dev.lazuli.base.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses requests that a foreign web page makes a browser send.
///
/// The `Host` must name this machine (a page may have rebound its own name to 127.0.0.1), and the
/// `Origin` of a request that changes something must be this machine too.
final class HostCheck {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1");

  private final Set<String> allowed;

  /// @param allowed names besides those of this machine, in lower case
  HostCheck(Set<String> allowed) {
    this.allowed = allowed;
  }

  /// Returns normally when the request was sent to this machine's name.
  ///
  /// @param host the `Host` header or authority
  /// @throws Problem.Forbidden when it was not
  void check(String host) {
    if (!isOurs(withoutPort(host))) {
      throw new Problem.Forbidden(
          "Invalid Host header '%s': this server answers to %s"
              .formatted(shortened(host), names()));
    }
  }

  /// Returns normally when a request that changes something comes from a page of this machine.
  ///
  /// @throws Problem.Forbidden when it does not
  void checkOrigin(String method, Optional<String> origin) {
    if (origin.isEmpty() || SAFE_METHODS.contains(method)) {
      return;
    }
    if (!isOurs(originHost(origin.get()))) {
      throw new Problem.Forbidden(
          "Cross-origin request blocked: '%s' is not this machine"
              .formatted(shortened(origin.get())));
    }
  }

  private boolean isOurs(String host) {
    return host.equals("localhost")
        || host.equals("127.0.0.1")
        || LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches()
        || allowed.contains(host.toLowerCase(Locale.ROOT));
  }

  private String names() {
    List<String> names = new ArrayList<>(List.of("localhost"));
    allowed.stream().sorted().forEach(names::add);
    return String.join(", ", names);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > 0 && colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static String originHost(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
