package dev.lazuli.cli;

import picocli.CommandLine.Option;

/// The one that a command is about.
final class Name {
  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "Its name.")
  private String name = "";

  String value() {
    return name;
  }
}
