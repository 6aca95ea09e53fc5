package dev.lazuli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.frame.DateOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MlTableTest {
  @Test
  void pathsAndTransformationsAreRead() {
    MlTable table =
        MlTable.parse(
            """
            $schema: https://azuremlschemas.azureedge.net/latest/MLTable.schema.json
            type: mltable
            paths:
              - file: ./train.csv
              - pattern: ./more/*.csv
            transformations:
              - read_delimited:
                  delimiter: ';'
                  encoding: 'ascii'
                  header: all_files_same_headers
                  empty_as_string: false
              - take: 10
              - drop_columns: ["a", "b"]
              - keep_columns: c
              - convert_column_types:
                  - columns: [c, d]
                    column_type: int
                  - columns: e
                    column_type:
                      datetime:
                        formats: ['%Y']
            """);

    assertThat(table.paths())
        .containsExactly(
            new MlTable.Entry("file", "./train.csv"), new MlTable.Entry("pattern", "./more/*.csv"));
    assertThat(table.read())
        .isEqualTo(TableSource.Read.of("csv", ";", "ascii", "every_file", false));
    assertThat(table.steps())
        .containsExactly(
            TableSource.Step.take(10),
            TableSource.Step.drop(List.of("a", "b")),
            TableSource.Step.keep(List.of("c")),
            TableSource.Step.convert(Map.of("c", "INTEGER", "d", "INTEGER", "e", "DATETIME")));
  }

  @Test
  void aFileWithPathsAloneIsATable() {
    MlTable table = MlTable.parse("paths:\n  - folder: ./data\n");

    assertThat(table.read()).isEqualTo(TableSource.Read.detected());
    assertThat(table.steps()).isEmpty();
  }

  @Test
  void formatsOfTimesTellWhetherDaysComeFirst() {
    String yaml =
        """
        paths: [{file: a.csv}]
        transformations:
          - read_delimited
          - convert_column_types:
              - columns: [sold, paid]
                column_type: {datetime: {formats: ['%d/%m/%Y', '%d/%m/%Y %H:%M']}}
              - columns: built
                column_type: {datetime: {formats: ['%Y-%m-%d']}}
        """;

    assertThat(MlTable.parse(yaml).read().dates().known())
        .isEqualTo(Map.of("sold", DateOrder.DAY_FIRST, "paid", DateOrder.DAY_FIRST));
    assertThatThrownBy(() -> MlTable.parse(yaml.replace("'%d/%m/%Y',", "'%m/%d/%Y',")))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("days and months in different orders");
  }

  @Test
  void optionsOfDelimitedFilesAreKnownOrRefused() {
    String yaml =
        """
        paths: [{file: a.csv}]
        transformations:
          - read_delimited:
              delimiter: ','
              support_multi_line: true
              infer_column_types: true
              include_path_column: false
              on_bad_lines: skip
        """;

    assertThat(MlTable.parse(yaml).read().skipsBadLines()).isTrue();
    assertThat(MlTable.parse(yaml.replace("skip", "error")).read().skipsBadLines()).isFalse();
    assertThatThrownBy(() -> MlTable.parse(yaml.replace("skip", "warn")))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage("on_bad_lines 'warn' is not valid: expected error or skip");
    assertThatThrownBy(() -> MlTable.parse(yaml.replace("delimiter", "delimeter")))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageContaining("'delimeter: ");
    assertThatThrownBy(() -> MlTable.parse(yaml.replace("path_column: false", "path_column: true")))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageContaining("'include_path_column: true'");
  }

  @Test
  void whatIsUnknownIsRefusedByName() {
    assertThatThrownBy(() -> MlTable.parse("paths: [{file: a}]\ntransformations: [{shuffle: 1}]"))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageContaining("'shuffle'");
    assertThatThrownBy(() -> MlTable.parse("transformations: []"))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("no 'paths'");
    assertThatThrownBy(() -> MlTable.parse("paths: [{file: a}]\ntransformations: [{take: many}]"))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("a number of rows");
  }
}
