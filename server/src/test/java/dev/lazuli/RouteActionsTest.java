package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.http.Action;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Registries;
import dev.lazuli.identity.Workspaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each route lets its caller do, against a table that was read by people: `routes.txt`.
///
/// A new route gets a line there, with the action that a reviewer finds right for it.
class RouteActionsTest {
  @TempDir private Path home;

  @Test
  void everyRouteNeedsTheActionOfTheReviewedTable() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      SortedSet<String> routes = new TreeSet<>();
      for (Routes.Route route : workspace.server().router().routes()) {
        routes.add("%s %s %s".formatted(route.action(), route.method(), family(route.path())));
      }

      assertThat(routes).containsExactlyElementsOf(reviewed());
    }
  }

  @Test
  void noActionIsWithoutARoute() {
    List<String> used = reviewed().stream().map(line -> line.split(" ", 2)[0]).toList();

    for (Action action : Action.values()) {
      assertThat(used).contains(action.name());
    }
  }

  /// MLflow's routes stand under eight prefixes, scoring under two: one line for all of them.
  private static String family(String path) {
    return path.replace(Workspaces.ARM_PREFIX, "{arm}")
        .replace(Registries.ARM_PREFIX, "{registry}")
        .replaceFirst("^/mlflow/v[12]\\.0\\{arm}", "")
        .replaceFirst("^\\{arm}/endpoints/", "/endpoints/")
        .replaceFirst("^/ajax-api/", "/api/");
  }

  private static SortedSet<String> reviewed() {
    try (InputStream table = RouteActionsTest.class.getResourceAsStream("routes.txt")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      return new TreeSet<>(text.lines().filter(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
