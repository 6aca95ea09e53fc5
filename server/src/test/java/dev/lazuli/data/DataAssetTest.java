package dev.lazuli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Document;
import dev.lazuli.schema.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataAssetTest {
  @TempDir Path folder;

  private DataAsset yaml(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("data.yml"), text);
    return Document.read(file).as(DataAsset.DESCRIPTION);
  }

  @Test
  void whatLiesAtThePathTellsTheType() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    Files.createDirectories(folder.resolve("table"));
    Files.writeString(folder.resolve("table/MLTable"), "paths: []");

    assertThat(yaml("{name: d, path: rows.csv}").type()).isEqualTo(DataType.URI_FILE);
    assertThat(yaml("{name: d, path: .}").type()).isEqualTo(DataType.URI_FOLDER);
    assertThat(yaml("{name: d, path: table}").type()).isEqualTo(DataType.MLTABLE);
    assertThat(yaml("{name: d, path: 'https://a.b/c.csv'}").type()).isEqualTo(DataType.URI_FILE);
    assertThat(yaml("{name: d, type: uri_folder, path: 'https://a.b/c.csv'}").type())
        .isEqualTo(DataType.URI_FOLDER);
  }

  @Test
  void aVersionIsWhatWasWritten() throws IOException {
    assertThat(yaml("{name: d, version: 1.10, path: 'https://a.b/c.csv'}").version())
        .isEqualTo("1.10");
  }

  @Test
  void whatIsPrintedIsTakenBack() throws IOException {
    DataAsset asset =
        yaml("{name: d, version: 2, path: 'https://a.b/c.csv', tags: {a: b}, description: x}");
    var wire = Wire.write(DataAsset.DESCRIPTION, asset);
    wire.put("id", "/subscriptions/s/resourceGroups/g/x/y/workspaces/w/data/d/versions/2");
    wire.put("name", "2").put("type", "Microsoft.MachineLearningServices/workspaces/data/versions");
    wire.putObject("systemData").put("createdAt", "2026-01-01T00:00:00Z");

    var printed = DataAsset.DESCRIPTION.printed(wire);

    assertThat(printed.path("type").asString()).isEqualTo("uri_file");
    assertThat(yaml(Json.yaml(printed))).isEqualTo(asset);
  }

  @Test
  void whatCannotBeHonouredIsRefusedByName() {
    assertThatThrownBy(
            () -> yaml("{name: d, path: 'https://a.b/c', auto_delete_setting: {value: 30d}}"))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageEndingWith("auto_delete_setting is not done here: nothing is deleted by itself");
  }
}
