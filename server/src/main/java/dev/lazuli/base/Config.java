package dev.lazuli.base;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the server was told at its start; read once, never changed.
///
/// Each setting comes from a flag, else from the environment (`LAZULI_` and the key in capitals),
/// else from `config.yaml` in the home folder, else from its default.
///
/// @param home folder that holds everything the server keeps
/// @param host address to listen on; only loopback addresses are served without TLS and sign-on
/// @param port TCP port, 0 for any free one
/// @param httpsPort TCP port for HTTPS, 0 for any free one; `port` and 43 by default
/// @param tls the owner's own certificate; null for one of the server's private authority
/// @param databaseUrl JDBC URL; `jdbc:sqlite:` of a file in the home folder by default
/// @param databaseUser user name for PostgreSQL; empty for none
/// @param databasePassword its password; empty for none; never printed
/// @param allowPrivateNetwork whether data may be fetched from private network addresses
/// @param dataRoots folders of this machine whose files may be data
/// @param allowedHosts names besides those of this machine that requests may be sent to
/// @param accessLog which requests the access log holds
/// @param urlMap folders that hold what web and storage addresses stand for, by the start of these
/// @param limits the limits of the server
public record Config(
    Path home,
    String host,
    int port,
    int httpsPort,
    @Nullable TlsFiles tls,
    String databaseUrl,
    String databaseUser,
    String databasePassword,
    boolean allowPrivateNetwork,
    List<Path> dataRoots,
    Set<String> allowedHosts,
    AccessLog accessLog,
    Map<String, Path> urlMap,
    Limits limits) {

  /// A certificate that the owner brings along.
  ///
  /// @param certificate PEM file, the server's certificate first, then those that vouch for it
  /// @param key PEM file in PKCS #8 form without a password
  public record TlsFiles(Path certificate, Path key) {}

  /// Which requests the access log holds.
  public enum AccessLog {
    /// Every request but successful scoring and health checks.
    STANDARD,
    /// Every request.
    ALL,
    /// Only requests that were answered with a status of 400 or more.
    ERRORS
  }

  private static final Set<String> KEYS =
      Set.of(
          "home",
          "host",
          "port",
          "https_port",
          "tls_certificate",
          "tls_key",
          "database_url",
          "database_user",
          "database_password",
          "allow_private_network",
          "data_roots",
          "allowed_hosts",
          "access_log",
          "jobs_at_once",
          "url_map");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");
  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  private static final String PREFIX = "LAZULI_";

  /// HTTPS stands at 8743 where HTTP stands at 8700.
  private static final int HTTPS_DISTANCE = 43;

  /// Environment variables with our prefix that are not settings.
  private static final Set<String> NOT_SETTINGS =
      Set.of("LAZULI_JAVA_OPTS", "LAZULI_MVN_OPTS", "LAZULI_LOG_LEVEL", "LAZULI_SERVER");

  /// Reads the settings.
  ///
  /// @param flags settings of the command line, by key
  /// @throws Problem.Invalid naming the key that is unknown, or whose value is wrong
  public static Config load(Map<String, String> flags, Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> named = fromEnvironment(environment);
    Path home =
        Path.of(
                firstOf(flags.get("home"), named.get("home"))
                    .orElse(environment.getOrDefault("HOME", ".") + "/.lazuli"))
            .toAbsolutePath()
            .normalize();
    settings.putAll(fromFile(home.resolve("config.yaml")));
    settings.putAll(named);
    settings.putAll(flags);
    for (String key : settings.keySet()) {
      if (!KEYS.contains(key)) {
        throw new Problem.Invalid(key, "unknown setting '%s'; known: %s".formatted(key, known()));
      }
    }
    String host = settings.getOrDefault("host", "127.0.0.1");
    if (!LOOPBACK.contains(host)) {
      throw new Problem.Invalid(
          "host",
          host,
          "a loopback address (127.0.0.1, ::1 or localhost): other addresses need TLS and"
              + " sign-on, which this version does not have");
    }
    Limits standard = Limits.standard();
    int port = number(settings, "port", 8700, 0, 65_535);
    return new Config(
        home,
        host,
        port,
        number(settings, "https_port", httpsPort(port), 0, 65_535),
        tlsFiles(settings),
        settings.getOrDefault("database_url", "jdbc:sqlite:" + home.resolve("lazuli.db")),
        settings.getOrDefault("database_user", ""),
        settings.getOrDefault("database_password", ""),
        truth(settings, "allow_private_network"),
        dataRoots(settings.get("data_roots"), environment),
        allowedHosts(settings.getOrDefault("allowed_hosts", "")),
        accessLog(settings.getOrDefault("access_log", "standard")),
        urlMap(settings.getOrDefault("url_map", "")),
        standard.withJobsAtOnce(number(settings, "jobs_at_once", standard.jobsAtOnce(), 1, 1_000)));
  }

  private static int httpsPort(int port) {
    return port == 0 || port > 65_535 - HTTPS_DISTANCE ? 0 : port + HTTPS_DISTANCE;
  }

  private static @Nullable TlsFiles tlsFiles(Map<String, String> settings) {
    String certificate = settings.get("tls_certificate");
    String key = settings.get("tls_key");
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new Problem.Invalid(
          certificate == null ? "tls_certificate" : "tls_key",
          "tls_certificate and tls_key belong together: set both, or neither");
    }
    return new TlsFiles(Path.of(certificate), Path.of(key));
  }

  /// `https://a/=/folder` pairs, parted by spaces or lines.
  private static Map<String, Path> urlMap(String text) {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String pair : text.strip().split("\\s+", -1)) {
      int equals = pair.lastIndexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      if (equals < 1 || !pair.contains("://")) {
        throw new Problem.Invalid(
            "url_map", pair, "ADDRESS=FOLDER such as https://a.example/=/data");
      }
      folders.put(pair.substring(0, equals), Path.of(pair.substring(equals + 1)).toAbsolutePath());
    }
    return folders;
  }

  /// The settings without secrets, as they are printed at the start.
  public Map<String, String> printable() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("home", home.toString());
    shown.put("host", host);
    shown.put("port", Integer.toString(port));
    shown.put("https_port", Integer.toString(httpsPort));
    shown.put("database_url", databaseUrl.replaceAll("(?i)(password=)[^&]*", "$1***"));
    shown.put("allow_private_network", Boolean.toString(allowPrivateNetwork));
    shown.put(
        "data_roots",
        String.join(File.pathSeparator, dataRoots.stream().map(Path::toString).toList()));
    shown.put("allowed_hosts", String.join(",", allowedHosts.stream().sorted().toList()));
    shown.put("access_log", accessLog.name().toLowerCase(Locale.ROOT));
    shown.put("jobs_at_once", Integer.toString(limits.jobsAtOnce()));
    return shown;
  }

  private static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> named = new LinkedHashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
        named.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), value);
      }
    });
    return named;
  }

  private static Map<String, String> fromFile(Path file) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return settings;
    }
    JsonNode document;
    try {
      document = Json.parseYaml(Files.readString(file));
    } catch (IOException e) {
      throw new Problem.Invalid("config.yaml", "cannot read " + file + ": " + e.getMessage());
    }
    for (Map.Entry<String, JsonNode> entry : document.properties()) {
      StringBuilder pairs = new StringBuilder();
      entry
          .getValue()
          .properties()
          .forEach(one ->
              pairs.append(one.getKey()).append('=').append(one.getValue().asString()).append(' '));
      settings.put(
          entry.getKey(),
          entry.getValue().isObject() ? pairs.toString() : entry.getValue().asString());
    }
    if (settings.containsKey("database_password") && isReadableByOthers(file)) {
      throw new Problem.Invalid(
          "database_password",
          "%s holds database_password and others can read it: chmod 600 it".formatted(file));
    }
    return settings;
  }

  private static boolean isReadableByOthers(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static int number(
      Map<String, String> settings, String key, int standard, int min, int max) {
    String text = settings.get(key);
    if (text == null) {
      return standard;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new Problem.Invalid(key, text, "a whole number from %d to %d".formatted(min, max));
    }
    throw new Problem.Invalid(key, text, "a whole number from %d to %d".formatted(min, max));
  }

  private static boolean truth(Map<String, String> settings, String key) {
    String text = settings.getOrDefault(key, "false").strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Problem.Invalid(key, text, "true or false");
    };
  }

  /// The folders that a setting names, else the user's home and the folder that the program was
  /// called in, unless that is the root of everything.
  private static List<Path> dataRoots(@Nullable String setting, Map<String, String> environment) {
    List<Path> roots = new ArrayList<>();
    if (setting == null) {
      Path called = Path.of("").toAbsolutePath();
      roots.add(Path.of(environment.getOrDefault("HOME", called.toString())));
      if (called.getParent() != null) {
        roots.add(called);
      }
    } else {
      for (String text : setting.split(Pattern.quote(File.pathSeparator), -1)) {
        if (!Path.of(text).isAbsolute()) {
          throw new Problem.Invalid(
              "data_roots",
              text,
              "absolute paths of folders with '%s' between them".formatted(File.pathSeparator));
        }
        roots.add(Path.of(text));
      }
    }
    return roots.stream().map(Path::normalize).distinct().toList();
  }

  private static Set<String> allowedHosts(String setting) {
    Set<String> names = new TreeSet<>();
    for (String name : setting.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
      if (!name.isBlank() && !HOST_NAME.matcher(name.strip()).matches()) {
        throw new Problem.Invalid(
            "allowed_hosts",
            name.strip(),
            "names of hosts without ports, with commas between them");
      }
    }
    return names;
  }

  /// The same settings with other limits.
  public Config withLimits(Limits value) {
    return new Config(
        home,
        host,
        port,
        httpsPort,
        tls,
        databaseUrl,
        databaseUser,
        databasePassword,
        allowPrivateNetwork,
        dataRoots,
        allowedHosts,
        accessLog,
        urlMap,
        value);
  }

  private static AccessLog accessLog(String text) {
    for (AccessLog value : AccessLog.values()) {
      if (value.name().equalsIgnoreCase(text.strip())) {
        return value;
      }
    }
    throw new Problem.Invalid("access_log", text, "standard, all or errors");
  }

  private static Optional<String> firstOf(@Nullable String first, @Nullable String second) {
    return Optional.ofNullable(first).or(() -> Optional.ofNullable(second));
  }

  private static String known() {
    List<String> keys = new ArrayList<>(KEYS);
    keys.sort(null);
    return String.join(", ", keys);
  }
}
