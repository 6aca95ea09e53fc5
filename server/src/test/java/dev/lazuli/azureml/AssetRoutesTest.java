package dev.lazuli.azureml;

import static dev.lazuli.endpoints.TestEndpoint.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AssetRoutesTest {
  private static final String PYTHON = WORKSPACE + "/environments/py";
  private static final String IMAGE = "{\"properties\": {\"image\": \"python:3.12\"}}";

  @TempDir private Path home;
  private TestWorkspace workspace;

  @BeforeEach
  void start() {
    workspace = TestWorkspace.in(home);
  }

  @AfterEach
  void stop() {
    workspace.close();
  }

  @Test
  void aVersionComesBackAsItWasSentWithWhoMadeIt() {
    HttpResponse<String> made =
        workspace.send(
            "PUT",
            PYTHON + "/versions/2024.1",
            """
            {"properties": {"image": "python:3.12", "condaFile": "dependencies: []",
              "description": "plain", "tags": {"a": "b"}, "isAnonymous": false}}
            """);

    JsonNode version = json(made);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(version.path("id").asString()).endsWith("/environments/py/versions/2024.1");
    assertThat(version.path("name").asString()).isEqualTo("2024.1");
    assertThat(version.path("properties").path("condaFile").asString())
        .isEqualTo("dependencies: []");
    assertThat(version.path("properties").path("tags").path("a").asString()).isEqualTo("b");
    assertThat(version.path("systemData").path("createdBy").asString()).isEqualTo("local");
    assertThat(workspace.send("PUT", PYTHON + "/versions/2024.1", IMAGE).statusCode())
        .isEqualTo(409);
    assertThat(get(PYTHON + "/versions/latest")).isEqualTo(version);
  }

  @Test
  void aContainerCountsItsVersions() {
    workspace.send("PUT", PYTHON + "/versions/1", IMAGE);
    workspace.send("PUT", PYTHON + "/versions/7", IMAGE);
    workspace.send("PUT", PYTHON + "/versions/2024.1", IMAGE);

    JsonNode container = get(PYTHON).path("properties");

    assertThat(container.path("latestVersion").asString()).isEqualTo("2024.1");
    assertThat(container.path("nextVersion").asString()).isEqualTo("8");
    assertThat(names(PYTHON + "/versions?$orderBy=createdtime%20desc&$top=1"))
        .containsExactly("2024.1");
    workspace.send("DELETE", PYTHON + "/versions/2024.1", "");
    assertThat(get(PYTHON).path("properties").path("latestVersion").asString()).isEqualTo("7");
  }

  @Test
  void anArchivedVersionOrAssetLeavesTheListsUntilItIsRestored() {
    workspace.send("PUT", PYTHON + "/versions/1", IMAGE);
    workspace.send("PUT", PYTHON + "/versions/2", IMAGE);

    workspace.send("PATCH", PYTHON + "/versions/1", "{\"properties\": {\"isArchived\": true}}");
    assertThat(names(PYTHON + "/versions")).containsExactly("2");
    assertThat(names(PYTHON + "/versions?listViewType=ArchivedOnly")).containsExactly("1");
    assertThat(names(PYTHON + "/versions?listViewType=All")).containsExactly("2", "1");

    workspace.send("PATCH", PYTHON, "{\"properties\": {\"isArchived\": true}}");
    assertThat(names(WORKSPACE + "/environments")).isEmpty();
    workspace.send("PATCH", PYTHON, "{\"properties\": {\"isArchived\": false}}");
    assertThat(names(WORKSPACE + "/environments")).containsExactly("py");
  }

  @Test
  void anonymousAssetsAreNotListed() {
    workspace.send(
        "PUT",
        WORKSPACE + "/environments/CliV2AnonymousEnvironment/versions/abc",
        "{\"properties\": {\"image\": \"python:3.12\", \"isAnonymous\": true}}");

    assertThat(names(WORKSPACE + "/environments")).isEmpty();
  }

  @Test
  void codeIsFoundByTheHashOfItsFiles() {
    String code = WORKSPACE + "/codes/one/versions/1";
    workspace.send(
        "PUT",
        code,
        """
        {"properties": {"codeUri": "https://localhost/lazuli/c/src", "isAnonymous": true,
          "properties": {"hash_sha256": "aa", "hash_version": "202208"}}}
        """);

    assertThat(get(WORKSPACE + "/codes/other/versions?hash=aa&hashVersion=202208").path("value"))
        .hasSize(1)
        .first()
        .satisfies(found -> assertThat(found.path("id").asString()).isEqualTo(code));
    assertThat(get(WORKSPACE + "/codes/other/versions?hash=bb").path("value")).isEmpty();
  }

  @Test
  void eachUploadGetsAContainerOfItsOwn() {
    String path = WORKSPACE + "/codes/one/versions/1/startPendingUpload";
    JsonNode first = json(workspace.send("POST", path, "{}"));
    JsonNode second = json(workspace.send("POST", path, "{}"));

    String place = first.path("blobReferenceForConsumption").path("blobUri").asString();
    assertThat(place)
        .isNotEqualTo(second.path("blobReferenceForConsumption").path("blobUri").asString());
    String signed =
        first
            .path("blobReferenceForConsumption")
            .path("credential")
            .path("sasUri")
            .asString()
            .replaceFirst("https?://[^/]+", "")
            .replace("?", "/src/a.py?");
    assertThat(workspace.send("PUT", signed, "print()", "x-ms-blob-type", "BlockBlob").statusCode())
        .isEqualTo(201);
  }

  @Test
  void whatAVersionLacksIsNamed() {
    assertThat(workspace.send("PUT", PYTHON + "/versions/1", "{\"properties\": {}}").body())
        .contains("properties.image or properties.build is missing");
    assertThat(workspace.send("PUT", PYTHON + "/versions/a%20b", IMAGE).statusCode())
        .isEqualTo(400);
    assertThat(workspace.send("GET", PYTHON + "/versions/9", "").body())
        .contains("no environment 'py'");
  }

  private JsonNode get(String path) {
    return json(workspace.send("GET", path, ""));
  }

  private List<String> names(String path) {
    List<String> names = new ArrayList<>();
    get(path).path("value").forEach(one -> names.add(one.path("name").asString()));
    return names;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.parse(answer.body());
  }
}
