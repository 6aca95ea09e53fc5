package dev.lazuli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreFileTest {
  @Test
  void patternsAreThoseOfGit() {
    IgnoreFile file =
        IgnoreFile.of(List.of("# comment", "*.csv", "!keep.csv", "data/", "/top.txt", "a/**/z"));

    assertThat(file.names(Path.of("x/rows.csv"))).isTrue();
    assertThat(file.names(Path.of("keep.csv"))).isFalse();
    assertThat(file.names(Path.of("src/data/rows.txt"))).isTrue();
    assertThat(file.names(Path.of("data"))).isFalse();
    assertThat(file.names(Path.of("top.txt"))).isTrue();
    assertThat(file.names(Path.of("x/top.txt"))).isFalse();
    assertThat(file.names(Path.of("a/b/c/z"))).isTrue();
  }
}
