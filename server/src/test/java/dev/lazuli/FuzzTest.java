package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.http.Routes;
import dev.lazuli.store.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sends generated requests to every route: wrong types, huge counts, hostile names.
class FuzzTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int ROUNDS = 6;

  /// What a route may answer to nonsense: it refuses, or says that it does not do this.
  private static final Set<Integer> REFUSING_5XX = Set.of(501);

  private static final List<String> NAMES =
      List.of(
          "a",
          "default",
          "latest",
          "1",
          "0",
          "-1",
          "99999999999999999999",
          "..",
          "%2e%2e%2f",
          "a%2Fb",
          "a%00b",
          "a%0d%0aX:1",
          "%3Cimg%3E",
          "%F0%9F%92%A9",
          "a".repeat(2_000),
          "'%20OR%201=1",
          "%25",
          "a%20b",
          "NaN",
          "m-1",
          "%e2%80%ae");
  private static final List<String> WORDS =
      List.of(
          "name",
          "experiment_id",
          "experiment_ids",
          "run_id",
          "run_uuid",
          "key",
          "value",
          "tags",
          "params",
          "metrics",
          "properties",
          "filter",
          "order_by",
          "max_results",
          "page_token",
          "step",
          "timestamp",
          "status",
          "version",
          "source",
          "stage",
          "alias",
          "path",
          "description",
          "location",
          "identity",
          "dataUri",
          "dataType",
          "isArchived",
          "jobType",
          "taskDetails",
          "traffic",
          "authMode",
          "model",
          "sku",
          "limit",
          "end_time",
          "start_time",
          "lifecycle_stage");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "123456789012345678901234567890",
          "NaN",
          "\"\"",
          "\"a\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"../../etc/passwd\"",
          "\"/proc/self/environ\"",
          "\"a\\r\\nb\"",
          "[]",
          "{}",
          "[[[[[[[[]]]]]]]]",
          "[null]",
          "[1,\"a\",{}]",
          "{\"key\":1}",
          "[{\"key\":\"k\",\"value\":\"v\"}]",
          "\"PT1000000000000S\"",
          "\"azureml:x:1\"",
          "\"name LIKE '%a%' AND \"",
          "\"runs:/x/y\"");

  @TempDir private Path home;

  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @EnumSource(Databases.class)
  void noRouteFailsOrHangsOnNonsenseAndARefusedRequestChangesNothing(Databases kind)
      throws SQLException {
    List<String> findings = new ArrayList<>();
    Map<String, String> flags = new HashMap<>(kind.settings(home));
    try (TestWorkspace workspace = TestWorkspace.in(home, flags);
        Changes changes = Changes.of(kind, home)) {
      Random random = new Random(20_261_129);
      for (Routes.Route route : workspace.server().router().routes()) {
        for (int round = 0; round < ROUNDS; round++) {
          HttpRequest request = request(workspace, route, random);
          String finding = finding(request, changes);
          if (!finding.isEmpty()) {
            findings.add("%s %s: %s".formatted(route.method(), route.path(), finding));
          }
        }
      }
    }

    assertThat(findings).isEmpty();
  }

  @Test
  void controlCharactersAreRefusedInEveryPath() {
    List<String> taken = new ArrayList<>();
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      for (Routes.Route route : workspace.server().router().routes()) {
        if (!route.path().contains("{")) {
          continue;
        }
        String path = route.path().replaceAll("\\{[^}]*}", "a%0Db");
        var request = to(workspace, route, path, "{}");
        int status = sent(request).statusCode();
        if (status < 400) {
          taken.add(route.method() + " " + path + ": " + status);
        }
      }
    }

    assertThat(taken).isEmpty();
  }

  @Test
  void namesOfTheManagementApiAreNames() {
    List<String> taken = new ArrayList<>();
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      for (Routes.Route route : workspace.server().router().routes()) {
        boolean isNamed = !route.path().endsWith("{workspace}"); // of others the name is kept here
        if (!route.method().equals("PUT")
            || !route.path().startsWith("/subscriptions/")
            || !isNamed) {
          continue;
        }
        for (String name : List.of("..", "%3Cimg%3E", "a%2Fb", "a".repeat(300), "%20", "a%5Cb")) {
          String path =
              route
                  .path()
                  .replace("{subscription}", "00000000-0000-0000-0000-000000000000")
                  .replace("{resourceGroup}", "local")
                  .replace("{workspace}", "default")
                  .replaceAll("\\{[^}]*}", name);
          int status =
              sent(to(workspace, route, path, "{\"location\":\"l\",\"properties\":{}}"))
                  .statusCode();
          if (status < 400) {
            taken.add(route.method() + " " + path + ": " + status);
          }
        }
      }
    }

    assertThat(taken).isEmpty();
  }

  private String finding(HttpRequest request, Changes changes) throws SQLException {
    for (int attempt = 0; attempt < 4; attempt++) {
      long before = changes.count();
      long start = System.nanoTime();
      HttpResponse<String> answer = sent(request);
      int status = answer.statusCode();
      if (status >= 500 && !REFUSING_5XX.contains(status)) {
        return "%d %s\n  of %s".formatted(status, shortened(answer.body()), request.uri());
      }
      if (answer.body().contains("dev.lazuli.") || answer.body().contains("Exception:")) {
        return "tells its inside: " + shortened(answer.body());
      }
      if (System.nanoTime() - start > DEADLINE.toNanos()) {
        return "answered only after its deadline";
      }
      if (status < 400 || changes.count() == before) {
        return "";
      }
    }
    return "a refused request changed the database each time: " + request.uri();
  }

  private HttpResponse<String> sent(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(TestWorkspace workspace, Routes.Route route, Random random) {
    String path = route.path();
    boolean arm = path.startsWith("/subscriptions/{subscription}") && random.nextInt(4) > 0;
    if (arm) {
      path =
          path.replace("{subscription}", "00000000-0000-0000-0000-000000000000")
              .replace("{resourceGroup}", "local")
              .replace("{workspace}", "default");
    }
    while (path.contains("{")) {
      int start = path.indexOf('{');
      path =
          path.substring(0, start) + drawn(NAMES, random) + path.substring(path.indexOf('}') + 1);
    }
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      String value =
          URLEncoder.encode(drawn(VALUES, random).replace("\"", ""), StandardCharsets.UTF_8);
      query
          .append(query.isEmpty() ? "?" : "&")
          .append(drawn(WORDS, random))
          .append('=')
          .append(value);
    }
    return to(workspace, route, path + query, body(random));
  }

  private static HttpRequest to(
      TestWorkspace workspace, Routes.Route route, String target, String body) {
    HttpRequest.BodyPublisher content =
        route.method().equals("GET") || route.method().equals("HEAD")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return HttpRequest.newBuilder(workspace.uri(target))
        .method(route.method(), content)
        .header("Content-Type", "application/json")
        .timeout(DEADLINE.multipliedBy(2))
        .build();
  }

  private static String body(Random random) {
    int form = random.nextInt(20);
    if (form == 0) {
      return "[".repeat(100_000);
    }
    if (form == 1) {
      return "{\"tags\":[" + "{\"key\":\"k\",\"value\":\"v\"},".repeat(60_000) + "{}]}";
    }
    if (form == 2) {
      return "not json";
    }
    return object(random, 3);
  }

  private static String object(Random random, int depth) {
    StringBuilder object = new StringBuilder("{");
    for (int i = random.nextInt(6); i >= 0; i--) {
      boolean deeper = depth > 0 && random.nextInt(3) == 0;
      object
          .append(object.length() == 1 ? "" : ",")
          .append('"')
          .append(deeper && random.nextBoolean() ? "properties" : drawn(WORDS, random))
          .append("\":")
          .append(deeper ? object(random, depth - 1) : drawn(VALUES, random));
    }
    return object.append('}').toString();
  }

  private static String drawn(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  /// Counts what others commit to the database.
  private record Changes(Connection connection, String query) implements AutoCloseable {
    static Changes of(Databases kind, Path home) throws SQLException {
      return switch (kind) {
        case SQLITE ->
            new Changes(
                DriverManager.getConnection("jdbc:sqlite:" + home.resolve("lazuli.db")),
                "PRAGMA data_version");
        case POSTGRESQL ->
            new Changes(DriverManager.getConnection("jdbc:sqlite::memory:"), "SELECT 0");
      };
    }

    long count() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        return row.getLong(1);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
