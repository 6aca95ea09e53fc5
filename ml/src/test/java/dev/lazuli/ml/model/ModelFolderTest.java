package dev.lazuli.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.MixedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  private static final TabularModel MODEL =
      AutoMl.run(
              MixedTables.withTarget("kind", 100, 1),
              AutoMlSettings.classification("kind")
                  .withAllowed(List.of("LightGBM"))
                  .withFolds(2)
                  .withMaxTrials(1))
          .model();

  @TempDir Path folder;

  @BeforeEach
  void save() throws IOException {
    MODEL.save(
        folder,
        ModelStamp.of("0123456789abcdef0123456789abcdef", Instant.parse("2026-01-02T03:04:05Z"))
            .withRunId("r1"));
  }

  @Test
  void theMlmodelFileNamesBothFlavorsAndTheSignature() throws IOException {
    String text = Files.readString(folder.resolve("MLmodel"));

    assertThat(text)
        .contains("loader_module: lazuli_model_1", "  lazuli:", "run_id: \"r1\"")
        .contains("model_uuid: \"0123456789abcdef0123456789abcdef\"")
        .contains("utc_time_created: \"2026-01-02 03:04:05.000000\"")
        .contains("\\\"name\\\":\\\"rooms\\\",\\\"type\\\":\\\"long\\\",\\\"required\\\":true")
        .contains("predict");
    assertThat(folder.resolve("code/lazuli_model_1.py")).exists();
    assertThat(Files.readString(folder.resolve("requirements.txt"))).contains("numpy", "pandas");
  }

  @Test
  void savingTwiceGivesTheSameBytes() throws IOException {
    byte[] arrays = Files.readAllBytes(folder.resolve("lazuli/arrays.npz"));
    byte[] structure = Files.readAllBytes(folder.resolve("lazuli/model.json"));

    save();

    assertThat(folder.resolve("lazuli/arrays.npz")).hasBinaryContent(arrays);
    assertThat(folder.resolve("lazuli/model.json")).hasBinaryContent(structure);
  }

  @Test
  void aFolderWithoutAModelIsRefused() {
    assertThatThrownBy(() -> TabularModel.load(folder.resolve("code")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("holds no Lazuli model");
  }

  @Test
  void aChangedStructureIsRefusedAndNeverRunsOn() throws IOException {
    Path file = folder.resolve("lazuli/model.json");
    String text = Files.readString(file);
    List<String> broken =
        List.of(
            text.replace("\"format\": 1", "\"format\": 2"),
            text.replace("\"softmax\"", "\"other\""),
            text.replace("\"column\": 0", "\"column\": 99"),
            text.replace("\"member0_\"", "\"member9_\""),
            text.substring(0, text.length() / 2));
    for (String changed : broken) {
      Files.writeString(file, changed);

      assertThatThrownBy(() -> TabularModel.load(folder)).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void changedArraysAreRefusedOrLoadButNeverHang() throws IOException {
    Path file = folder.resolve("lazuli/arrays.npz");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> TabularModel.load(folder))
        .isInstanceOfAny(InvalidInput.class, IOException.class);
  }
}
