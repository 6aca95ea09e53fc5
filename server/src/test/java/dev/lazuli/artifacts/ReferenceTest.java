package dev.lazuli.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String WS =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w";

  @Test
  void assetsAreReadInAllTheirForms() {
    assertThat(Reference.parse("azureml:diamonds:3"))
        .isEqualTo(new Reference.Asset("diamonds", "3"));
    assertThat(Reference.parse("azureml:diamonds@latest"))
        .isEqualTo(new Reference.LabelledAsset("diamonds", "latest"));
    assertThat(Reference.parse("azureml:diamonds"))
        .isEqualTo(new Reference.LabelledAsset("diamonds", "latest"));
    assertThat(Reference.parse(WS + "/data/diamonds/versions/3"))
        .isEqualTo(new Reference.ArmAsset("w", "data", "diamonds", "3"));
    assertThat(Reference.parse("azureml:" + WS.toLowerCase(Locale.ROOT) + "/models/m/versions/1"))
        .isEqualTo(new Reference.ArmAsset("w", "models", "m", "1"));
    assertThat(Reference.parse("azureml://registries/azureml/models/bert/versions/2"))
        .isEqualTo(new Reference.RegistryAsset("azureml", "models", "bert", "2"));
    assertThat(Reference.parse("azureml://registries/azureml/environments/sk/labels/latest"))
        .isEqualTo(new Reference.RegistryAsset("azureml", "environments", "sk", "@latest"));
  }

  @Test
  void datastorePathsAreTheSameInShortAndLongForm() {
    Reference.DatastorePath path =
        new Reference.DatastorePath("workspaceblobstore", "LocalUpload/h/d.csv");

    assertThat(Reference.parse("azureml://datastores/workspaceblobstore/paths/LocalUpload/h/d.csv"))
        .isEqualTo(path);
    assertThat(
            Reference.parse(
                "azureml://subscriptions/s/resourcegroups/g/workspaces/w/datastores/"
                    + "workspaceblobstore/paths/LocalUpload/h/d.csv/"))
        .isEqualTo(path);
  }

  @Test
  void runsModelsAndJobsAreRead() {
    assertThat(Reference.parse("runs:/r1/model/x"))
        .isEqualTo(new Reference.RunArtifact("r1", "model/x"));
    assertThat(Reference.parse("models:/m/1")).isEqualTo(new Reference.ModelVersion("m", "1"));
    assertThat(Reference.parse("models:/m@champion"))
        .isEqualTo(new Reference.ModelAlias("m", "champion"));
    assertThat(Reference.parse("models:/m-0f")).isEqualTo(new Reference.LoggedModel("m-0f"));
    assertThat(Reference.parse("azureml://jobs/j/outputs/artifacts/paths/model/"))
        .isEqualTo(new Reference.JobOutput("j", "artifacts", "model"));
  }

  @Test
  void webCloudAndLocalPathsAreToldApart() {
    assertThat(Reference.parse("https://h/x.csv"))
        .isEqualTo(new Reference.Web(URI.create("https://h/x.csv")));
    assertThat(Reference.parse("wasbs://c@a.blob.core.windows.net/x"))
        .isInstanceOf(Reference.Cloud.class);
    assertThat(Reference.parse("./my data/x.csv"))
        .isEqualTo(new Reference.LocalPath("./my data/x.csv"));
    assertThat(Reference.parse("file:///tmp/x")).isEqualTo(new Reference.LocalPath("/tmp/x"));
    assertThat(Reference.parse("file:./x")).isEqualTo(new Reference.LocalPath("./x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azureml://nothing",
        "azureml:a:b:c",
        "ftp://host/x",
        "/subscriptions/s/x",
        "runs:/",
        "https://h/a b"
      })
  void whatOnlyStartsLikeAReferenceIsRefusedWithTheRightForm(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("expected");
  }
}
