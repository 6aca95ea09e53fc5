package dev.lazuli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final String WORKSPACE =
      "/subscriptions/{subscription}/resourceGroups/{resourceGroup}"
          + "/providers/Microsoft.MachineLearningServices/workspaces/{workspace}";

  @Test
  void aLiteralIsPreferredToAParameter() {
    Router router = new Router().add(exact("GET /runs/search", "GET /runs/{id}"));

    assertThat(path(router, "GET", "/runs/search")).isEqualTo("/runs/search");
    assertThat(path(router, "GET", "/runs/7")).isEqualTo("/runs/{id}");
  }

  @Test
  void armPathsMatchInAnyCaseAndKeepTheCaseOfTheirValues() {
    Router router =
        new Router()
            .add(
                Routes.anyCase(new PlainProtocol(), WORKSPACE)
                    .add("GET /jobs/{name}", Action.JOBS_READ, _ -> Response.empty(200)));

    Router.Match match =
        router.match(
            "GET",
            "/SUBSCRIPTIONS/S1/resourcegroups/RgA/providers/microsoft.machinelearningservices/"
                + "WorkSpaces/Ws/Jobs/Brave_Sun");

    assertThat(match)
        .isInstanceOfSatisfying(
            Router.Match.Found.class,
            found ->
                assertThat(found.parameters())
                    .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                            "subscription", "S1",
                            "resourceGroup", "RgA",
                            "workspace", "Ws",
                            "name", "Brave_Sun")));
  }

  @Test
  void mlflowPathsMatchLetterByLetter() {
    Router router = new Router().add(exact("GET /api/2.0/mlflow/runs/get"));

    assertThat(router.match("GET", "/api/2.0/MLFLOW/runs/get"))
        .isInstanceOf(Router.Match.Nothing.class);
  }

  @Test
  void anEncodedSlashDoesNotSplitASegment() {
    Router router = new Router().add(exact("GET /blob/{container}/{path...}", "GET /x/{id}"));

    assertThat(parameters(router, "/x/a%2Fb")).containsEntry("id", "a/b");
    assertThat(parameters(router, "/blob/c/a/b%20c%2Fd+e"))
        .containsEntry("path", "a/b c/d+e")
        .containsEntry("container", "c");
  }

  @Test
  void anotherVerbOfAKnownPathIsTold() {
    Router router = new Router().add(exact("GET /a/{id}", "PUT /a/{id}"));

    assertThat(router.match("POST", "/a/1"))
        .isInstanceOfSatisfying(
            Router.Match.OtherMethods.class,
            other -> assertThat(other.methods()).containsExactly("GET", "PUT"));
    assertThat(router.match("GET", "/b")).isInstanceOf(Router.Match.Nothing.class);
  }

  @Test
  void anEmptySegmentIsNoValue() {
    Router router = new Router().add(exact("GET /a/{id}/c"));

    assertThat(router.match("GET", "/a//c")).isInstanceOf(Router.Match.Nothing.class);
  }

  @Test
  void twoRoutesOfTheSamePathAreRefused() {
    Router router = new Router().add(exact("GET /a"));

    assertThatThrownBy(() -> router.add(exact("GET /a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two routes are GET /a");
  }

  private static Routes exact(String... templates) {
    Routes routes = Routes.exact(new PlainProtocol(), "");
    for (String template : templates) {
      routes.add(template, Action.PUBLIC, _ -> Response.empty(200));
    }
    return routes;
  }

  private static String path(Router router, String method, String path) {
    return router.match(method, path) instanceof Router.Match.Found(var route, _)
        ? route.path()
        : "";
  }

  private static Map<String, String> parameters(Router router, String path) {
    return router.match("GET", path) instanceof Router.Match.Found(_, var values)
        ? values
        : Map.of();
  }
}
