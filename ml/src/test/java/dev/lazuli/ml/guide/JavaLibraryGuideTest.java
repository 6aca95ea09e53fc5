package dev.lazuli.ml.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.InvalidInput;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Follows `docs/guide/java-library.md`: every example compiles, runs and prints what it says.
class JavaLibraryGuideTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?s)## ([^\\n]*)\\n(?:(?!\\n## ).)*?```java\\n(.*?)```\\n"
              + "(?:\\n```text\\n(.*?)```\\n)?");

  /// @param printed what it prints; null when the guide does not say
  private record Example(String title, String source, @Nullable String printed) {}

  @TempDir Path folder;

  @Test
  void everyExampleCompilesRunsAndPrintsWhatTheGuideSays() throws Exception {
    List<Example> examples = examples();
    compile(examples);
    try (InputStream homes =
        Objects.requireNonNull(JavaLibraryGuideTest.class.getResourceAsStream("homes.csv"))) {
      Files.copy(homes, folder.resolve("homes.csv"));
    }

    assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
    for (int number = 0; number < examples.size(); number++) {
      Example example = examples.get(number);
      String printed = run("Example" + number);
      if (example.printed() == null) {
        assertThat(printed).as(example.title()).isNotBlank();
      } else {
        assertThat(printed).as(example.title()).isEqualTo(example.printed());
      }
    }
  }

  private static List<Example> examples() throws IOException {
    Path guide = Path.of("..", "docs", "guide", "java-library.md");
    Matcher matcher = EXAMPLE.matcher(Files.readString(guide));
    List<Example> examples = new ArrayList<>();
    while (matcher.find()) {
      examples.add(new Example(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    return examples;
  }

  private static Path classes() throws URISyntaxException {
    URI place = InvalidInput.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(place);
  }

  private void compile(List<Example> examples) throws URISyntaxException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (int number = 0; number < examples.size(); number++) {
      sources.add(new Source("Example" + number, examples.get(number).source()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-cp", classes().toString(), "-d", folder.toString());
    boolean compiled = compiler.getTask(messages, null, null, options, null, sources).call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private String run(String name) throws IOException, InterruptedException, URISyntaxException {
    String path = classes() + File.pathSeparator + folder;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-XX:+UseSerialGC", "-Xmx512m", "-cp", path, name)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(name).isTrue();
    assertThat(process.exitValue()).as("%s: %s", name, printed).isZero();
    return printed;
  }

  /// A source file in memory.
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
