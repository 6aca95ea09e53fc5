package dev.lazuli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*.csv a.csv true",
        "*.csv x/a.csv false",
        "**/*.csv a.csv true",
        "**/*.csv x/y/a.csv true",
        "x/**/a.csv x/a.csv true",
        "x/**/a.csv x/1/2/a.csv true",
        "x/**/a.csv xx/a.csv false",
        "x** x/y/z true",
        "a?c.txt abc.txt true",
        "a?c.txt a/c.txt false",
        "[a-c]1.csv b1.csv true",
        "[!a-c]1.csv b1.csv false",
        "part-{1,2}.csv part-2.csv true",
        "part-{1,2}.csv part-3.csv false",
        "+(a).csv +(a).csv true"
      })
  void patternsMeanWhatTheyMeanInAShell(String pattern, String path, boolean fits) {
    assertThat(Glob.parse(pattern).matches(path)).isEqualTo(fits);
  }

  @Test
  void patternsWithoutDoubleStarsMeanWhatJavasGlobsMean() {
    Random random = new Random(11);
    List<String> parts = List.of("a", "b", "/", "*", "?", "[ab]", "{a,/b}", ".");
    for (int round = 0; round < 20_000; round++) {
      String pattern = drawn(random, parts, 6);
      String path = drawn(random, List.of("a", "b", "/", "."), 6);
      if (pattern.contains("**") || path.contains("//") || path.endsWith("/") || path.isEmpty()) {
        continue; // a path of Java has none of these
      }

      boolean expected =
          FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(path));

      assertThat(Glob.parse(pattern).matches(path))
          .as("'%s' and '%s'", pattern, path)
          .isEqualTo(expected);
    }
  }

  @Test
  void aPatternThatWouldBacktrackForeverIsMatchedInTimeOfItsLength() {
    Glob glob = Glob.parse("*a".repeat(400) + "b");

    assertThat(glob.matches("a".repeat(4_000))).isFalse();
    assertThat(glob.matches("a".repeat(4_000) + "b")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a", "[a", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"})
  void patternsThatStayOpenOrMeanTooMuchAreRefused(String pattern) {
    assertThatThrownBy(() -> Glob.parse(pattern))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("pattern");
  }

  private static String drawn(Random random, List<String> parts, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax) + 1; i > 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }
}
