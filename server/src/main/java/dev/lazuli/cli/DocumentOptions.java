package dev.lazuli.cli;

import dev.lazuli.schema.Document;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a command makes something from: a YAML file, and options that go before its keys.
final class DocumentOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "YAML file that describes it.")
  private @Nullable Path file;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Its name (default: the one in the file).")
  private @Nullable String name;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Change the file's content, such as limits.max_trials=3.")
  private @Nullable List<String> sets;

  /// The file with the changes that options make; without a file a document of options alone.
  Document document() {
    Document document =
        file == null ? Document.empty(Path.of("").toAbsolutePath()) : Document.read(file);
    for (String change : sets == null ? List.<String>of() : sets) {
      document = document.set(change);
    }
    return name == null ? document : document.with("name", name, "--name");
  }

  /// The same for what cannot be described without a file.
  Document required(Common common) {
    if (file == null) {
      throw common.misuse("Missing required option: '--file=FILE'");
    }
    return document();
  }

  /// File and name; without a file an empty document.
  Given given() {
    return new Given(Given.file(file, sets)).with("name", name);
  }

  /// The same for what cannot be described without a file.
  Given withFile(Common common) {
    if (file == null) {
      throw common.misuse("Missing required option: '--file=FILE'");
    }
    return given();
  }
}
