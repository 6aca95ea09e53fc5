package dev.lazuli.azureml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DataRoutesTest {
  private static final String ROOT =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers"
          + "/Microsoft.MachineLearningServices/workspaces/default";

  @TempDir private Path home;
  @TempDir private Path elsewhere;

  @Test
  void aVersionAndItsContainerHaveArmsShape() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      String uri = "azureml://datastores/workspaceblobstore/paths/LocalUpload/abc/d.csv";
      HttpResponse<String> made =
          workspace.send(
              "PUT",
              ROOT + "/data/d1/versions/1?api-version=2023-04-01-preview",
              """
              {"properties":{"dataType":"UriFile","dataUri":"%s","isAnonymous":false,
               "isArchived":false,"tags":{"a":"b"},"properties":{},"description":"words"}}
              """
                  .formatted(uri));

      assertThat(made.statusCode()).isEqualTo(201);
      JsonNode golden =
          Json.parse(
              """
              {"id":"%1$s/data/d1/versions/1","name":"1",
               "type":"Microsoft.MachineLearningServices/workspaces/data/versions",
               "properties":{"description":"words","tags":{"a":"b"},"properties":{},
                 "isArchived":false,"isAnonymous":false,"dataType":"uri_file","dataUri":"%2$s"},
               "systemData":{"createdAt":"2026-01-02T03:04:05Z","createdBy":"local",
                 "createdByType":"User","lastModifiedAt":"2026-01-02T03:04:05Z",
                 "lastModifiedBy":"local","lastModifiedByType":"User"}}
              """
                  .formatted(ROOT, uri));
      assertThat(Json.parse(made.body())).isEqualTo(golden);
      JsonNode container = get(workspace, "/data/d1");
      assertThat(container.path("properties"))
          .isEqualTo(
              Json.parse(
                  """
                  {"description":"","tags":{},"properties":{},"isArchived":false,
                   "dataType":"uri_file","latestVersion":"1","nextVersion":"2"}
                  """));
      assertThat(get(workspace, "/DATA?listViewType=ActiveOnly").path("value")).hasSize(1);
      JsonNode versions =
          get(workspace, "/data/d1/versions?$orderBy=createdtime%20desc&$top=1&listViewType=All");
      assertThat(versions.path("value").get(0)).isEqualTo(golden);
      assertThat(versions.path("nextLink").isNull()).isTrue();
    }
  }

  @Test
  void whatIsNotThereAndWhatIsWrongHaveArmsErrors() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      HttpResponse<String> none = workspace.send("GET", ROOT + "/data/none", "");
      HttpResponse<String> wrong =
          workspace.send(
              "PUT",
              ROOT + "/data/d/versions/1",
              "{\"properties\":{\"dataType\":\"uri_file\",\"dataUri\":\"azureml://datastores/"
                  + "workspaceblobstore/paths/../x\"}}");

      assertThat(none.statusCode()).isEqualTo(404);
      assertThat(Json.parse(none.body()).path("error").path("message").asString())
          .isEqualTo("no data asset 'none'");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(workspace.send("GET", ROOT + "/data/d", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anArchivedVersionLeavesTheListAndARemovedOneIsGone() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      String body =
          "{\"properties\":{\"dataType\":\"uri_folder\",\"dataUri\":\"azureml://datastores/"
              + "workspaceblobstore/paths/x\"}}";
      String path = ROOT + "/data/d/versions/3";
      assertThat(workspace.send("PUT", path, body).statusCode()).isEqualTo(201);
      HttpResponse<String> archived =
          workspace.send("PATCH", path, "{\"properties\":{\"isArchived\":true}}");

      assertThat(archived.statusCode()).isEqualTo(200);
      assertThat(get(workspace, "/data/d/versions").path("value")).isEmpty();
      assertThat(get(workspace, "/data/d/versions?listViewType=ArchivedOnly").path("value"))
          .hasSize(1);
      assertThat(workspace.send("DELETE", path, "").statusCode()).isEqualTo(204);
      assertThat(workspace.send("GET", path, "").statusCode()).isEqualTo(404);
      assertThat(workspace.send("DELETE", ROOT + "/data/d", "").statusCode()).isEqualTo(204);
      assertThat(workspace.send("GET", ROOT + "/data/d", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void pagesFollowOneAnother() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      String body =
          "{\"properties\":{\"dataType\":\"uri_folder\",\"dataUri\":\"azureml://datastores/"
              + "workspaceblobstore/paths/x\"}}";
      for (int i = 0; i < 101; i++) {
        workspace.send("PUT", ROOT + "/data/d/versions/" + i, body);
      }

      JsonNode first = get(workspace, "/data/d/versions");
      String next = first.path("nextLink").asString();
      JsonNode second =
          get(workspace, next.substring(next.indexOf("/data/d")).replace("$skip", "%24skip"));

      assertThat(first.path("value")).hasSize(100);
      assertThat(second.path("value")).hasSize(1);
      assertThat(second.path("value").get(0).path("name").asString()).isEqualTo("0");
    }
  }

  @Test
  void aTableIsProfiledAndPreviewedInAProcessOfItsOwn() throws IOException {
    Path file =
        Files.writeString(elsewhere.resolve("d.csv"), "n,c,t\n1.5,x,2024-01-01\n,y,\n3,x,\n");
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      workspace.send("PUT", ROOT + "/data/d/versions/1", body("uri_file", file));

      JsonNode preview = get(workspace, "/data/d/versions/1/preview?rows=2");
      JsonNode profile = get(workspace, "/data/d/versions/1/profile");
      JsonNode kept = get(workspace, "/data/d/versions/1/preview?rows=1");

      assertThat(preview)
          .isEqualTo(
              Json.parse(
                  """
                  {"columns":[{"name":"n","type":"number","nullable":true},
                    {"name":"c","type":"category","nullable":false},
                    {"name":"t","type":"datetime","nullable":true}],
                   "rows":[[1.5,"x","2024-01-01T00:00:00Z"],[null,"y",null]]}
                  """));
      assertThat(profile.path("rowCount").asInt()).isEqualTo(3);
      assertThat(profile.path("contentHash").asString()).hasSize(64);
      assertThat(profile.path("profile").get(0).path("mean").asDouble()).isEqualTo(2.25);
      assertThat(profile.path("profile").get(1).path("top").get(0).path("value").asString())
          .isEqualTo("x");
      assertThat(kept.path("rows")).hasSize(1);
    }
  }

  @Test
  void aTableThatCannotBeReadIsTheCallersMistake() throws IOException {
    Path twice = Files.writeString(elsewhere.resolve("twice.csv"), "a,a\n1,2\n");
    Path empty = Files.writeString(elsewhere.resolve("empty.csv"), "");
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      for (Map.Entry<String, Path> each : Map.of("twice", twice, "empty", empty).entrySet()) {
        String path = ROOT + "/data/" + each.getKey() + "/versions/1";
        workspace.send("PUT", path, body("uri_file", each.getValue()));

        HttpResponse<String> answer = workspace.send("GET", path + "/profile", "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).containsAnyOf("both named 'a'", "'empty.csv' is empty");
      }
    }
  }

  private static String body(String type, Path file) {
    return Json.text(Map.of("properties", Map.of("dataType", type, "dataUri", file.toString())));
  }

  private static JsonNode get(TestWorkspace workspace, String path) {
    HttpResponse<String> answer = workspace.send("GET", ROOT + path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }
}
