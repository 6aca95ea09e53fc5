package dev.lazuli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import dev.lazuli.store.Databases;
import dev.lazuli.tracking.LoggedModel;
import dev.lazuli.tracking.NewModel;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.TrackingFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryTest {
  @TempDir private Path home;

  private static Registry registry(TrackingFixture at) {
    return new Registry(at.database(), at.tracking(), at.models(), at.clock());
  }

  private static NewVersion ofRun(String name, String run) {
    return NewVersion.of(name, "runs:/" + run + "/model").withRun(run);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void versionsCountUpAndANumberIsNeverGivenTwice(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Registry registry = registry(at);
      String run = at.start("r");

      ModelVersion first = registry.register(at.workspace(), ofRun("diamonds", run));
      registry.createVersion(at.workspace(), ofRun("diamonds", run));
      new ModelVersions(at.database(), at.clock()).delete(at.workspace(), "diamonds", "2");
      ModelVersion third = registry.createVersion(at.workspace(), ofRun("diamonds", run));

      assertThat(first.version()).isEqualTo(1);
      assertThat(first.storageUri()).isEqualTo("mlflow-artifacts:/ExperimentRun/dcid.r/model");
      assertThat(third.version()).isEqualTo(3);
      assertThat(registry.latest(at.workspace(), "diamonds").version()).isEqualTo(3);
      assertThatThrownBy(() -> registry.requireVersion(at.workspace(), "diamonds", "2"))
          .isInstanceOf(Problem.NotFound.class)
          .hasMessage("Model Version (name=diamonds, version=2) not found");
      assertThatThrownBy(() -> registry.requireVersion(at.workspace(), "diamonds", "x"))
          .isInstanceOf(Problem.Invalid.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAliasMovesAndSomeAreReserved(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Registry registry = registry(at);
      String run = at.start("r");
      registry.register(at.workspace(), ofRun("m", run));
      registry.register(at.workspace(), ofRun("m", run));

      registry.setAlias(at.workspace(), "m", "größte", "1");
      registry.setAlias(at.workspace(), "m", "größte", "2");

      assertThat(registry.byAlias(at.workspace(), "m", "größte").version()).isEqualTo(2);
      assertThat(registry.byAlias(at.workspace(), "m", "latest").version()).isEqualTo(2);
      assertThat(registry.requireVersion(at.workspace(), "m", "2").aliases())
          .containsExactly("größte");
      for (String bad : List.of("latest", "LATEST", "v1", "V22", "a b", "", "x".repeat(256))) {
        assertThatThrownBy(() -> registry.setAlias(at.workspace(), "m", bad, "1"))
            .as(bad)
            .isInstanceOf(Problem.Invalid.class);
      }
      registry.deleteAlias(at.workspace(), "m", "größte");
      registry.deleteAlias(at.workspace(), "m", "größte");
      assertThatThrownBy(() -> registry.byAlias(at.workspace(), "m", "größte"))
          .isInstanceOf(Problem.Invalid.class)
          .hasMessage("Registered model alias größte not found.");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aSourceMustLieInItsRunOrModel(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Registry registry = registry(at);
      String run = at.start("r");
      at.start("other");
      LoggedModel model =
          at.models()
              .create(at.workspace(), new NewModel("0", "lm", "", run, List.of(), List.of()));
      registry.create(at.workspace(), "m", "", List.of());

      ModelVersion ofModel =
          registry.createVersion(at.workspace(), NewVersion.of("m", "models:/" + model.id()));

      assertThat(ofModel.modelId()).isEqualTo(model.id());
      assertThat(ofModel.runId()).isEqualTo(run);
      assertThat(ofModel.storageUri()).isEqualTo(model.artifactUri());
      registry.createVersion(
          at.workspace(),
          NewVersion.of("m", "mlflow-artifacts:/ExperimentRun/dcid.r/model").withRun(run));
      registry.createVersion(at.workspace(), NewVersion.of("m", "s3://bucket/path"));
      assertThat(
              registry
                  .createVersion(at.workspace(), NewVersion.of("m", "models:/m/1"))
                  .storageUri())
          .isEqualTo(model.artifactUri());
      for (NewVersion bad :
          List.of(
              NewVersion.of("m", "runs:/r/model"),
              NewVersion.of("m", "runs:/r/model").withRun("other"),
              NewVersion.of("m", "mlflow-artifacts:/ExperimentRun/dcid.r/model"),
              NewVersion.of("m", "mlflow-artifacts:/ExperimentRun/dcid.r/model").withRun("other"),
              NewVersion.of("m", "mlflow-artifacts:/ExperimentRun/dcid.r2/model").withRun("r"))) {
        assertThatThrownBy(() -> registry.createVersion(at.workspace(), bad))
            .as(bad.source() + " " + bad.runId())
            .isInstanceOf(Problem.Invalid.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void filesOfTheServerAndWebAddressesAreNoSources(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Registry registry = registry(at);
      at.start("r");
      registry.create(at.workspace(), "m", "", List.of());
      List<Tag> magic = List.of(new Tag(RegisteredModel.PROMPT_TAG, "true"));
      for (String source :
          List.of(
              "/etc/passwd",
              "file:///etc/passwd",
              "file:/etc",
              "FILE:///etc",
              "etc/passwd",
              "C:/Windows",
              "\\\\host\\share",
              "http://169.254.169.254/latest",
              "https://example.com/model",
              "ftp://example.com/x",
              "runs:/r/../../x",
              "runs:/r/%2e%2e/x",
              "runs:/r/%252e%252e/x",
              "mlflow-artifacts:/../x",
              "mlflow-artifacts://host/ExperimentRun/dcid.r/..%2f..%2fx",
              "mlflow-artifacts:/ExperimentRun/dcid.r/a#/../../x",
              "s3://bucket/../other",
              "mlflow-artifacts:/ExperimentRun/dcid.r?x=/etc",
              "jar:file:/x!/y",
              "")) {
        for (List<Tag> tags : List.of(List.<Tag>of(), magic)) {
          NewVersion bad = NewVersion.of("m", source).withRun("r").withTags(tags);
          assertThatThrownBy(() -> registry.createVersion(at.workspace(), bad))
              .as(source)
              .isInstanceOf(Problem.Invalid.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void promptsAreFoundOnlyWhenAskedFor(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Registry registry = registry(at);
      registry.create(at.workspace(), "model", "", List.of(new Tag("team", "x")));
      List<Tag> prompt = List.of(new Tag(RegisteredModel.PROMPT_TAG, "true"));
      registry.create(at.workspace(), "prompt", "", prompt);
      registry.createVersion(
          at.workspace(), NewVersion.of("prompt", "dummy-source").withTags(prompt));

      assertThat(names(at, "")).containsExactly("model");
      assertThat(names(at, "name = 'prompt'")).isEmpty();
      assertThat(names(at, "tags.`mlflow.prompt.is_prompt` = 'true'")).containsExactly("prompt");
      assertThat(names(at, "tags.`mlflow.prompt.is_prompt` != 'true' and tags.team = 'x'"))
          .containsExactly("model");
      assertThat(
              new ModelVersions(at.database(), at.clock())
                  .search(at.workspace(), "name = 'prompt'", List.of(), 0, 10)
                  .items())
          .isEmpty();
    }
  }

  private static List<String> names(TrackingFixture at, String filter) {
    return registry(at).search(at.workspace(), filter, List.of(), 0, 10).items().stream()
        .map(RegisteredModel::name)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void stagesNamesAndDeletionFollowTheRules(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Registry registry = registry(at);
      ModelVersions versions = new ModelVersions(at.database(), at.clock());
      String run = at.start("r");
      registry.register(at.workspace(), ofRun("m", run));
      registry.register(at.workspace(), ofRun("m", run));

      versions.transition(at.workspace(), "m", "1", Stage.parse("production"), false);
      versions.transition(at.workspace(), "m", "2", Stage.PRODUCTION, true);

      assertThat(registry.requireVersion(at.workspace(), "m", "1").stage())
          .isEqualTo(Stage.ARCHIVED);
      assertThat(versions.latestOfStages(at.workspace(), "m", List.of("Production")))
          .extracting(ModelVersion::version)
          .containsExactly(2L);
      assertThatThrownBy(() -> registry.create(at.workspace(), "m", "", List.of()))
          .hasMessage("Registered Model (name=m) already exists.");
      assertThatThrownBy(() -> registry.create(at.workspace(), "a/b", "", List.of()))
          .isInstanceOf(Problem.Invalid.class);
      registry.rename(at.workspace(), "m", "n");
      assertThat(registry.requireVersion(at.workspace(), "n", "2").name()).isEqualTo("n");
      registry.delete(at.workspace(), "n");
      assertThat(registry.find(at.workspace(), "n")).isEmpty();
    }
  }
}
