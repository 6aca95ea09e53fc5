package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands about environments that are built on the server's machine.
final class EnvironmentCommands {
  private EnvironmentCommands() {}

  /// All of them.
  static List<Object> all() {
    return List.of(new Builds(), new Pruning());
  }

  /// `builds`: what is there.
  @Command(
      name = "builds",
      description = "List the environments that are built on the server's machine.",
      footer = {"", "Example:", "  lazuli environment builds -o table"})
  static final class Builds implements Callable<Integer> {
    @Mixin private final Common common = new Common();

    @Override
    public Integer call() throws InterruptedException {
      common.show(
          common.remote().get("/environmentBuilds").path("value"),
          List.of("key", "python", "usedAt", "bytes", "packages"));
      return 0;
    }
  }

  /// `prune`: what nobody uses goes.
  @Command(
      name = "prune",
      description = "Remove built environments that no job has asked for in a while.",
      footer = {"", "Example:", "  lazuli environment prune --unused-days 30"})
  static final class Pruning implements Callable<Integer> {
    @Mixin private final Common common = new Common();

    @Option(
        names = "--unused-days",
        paramLabel = "N",
        description = "For so many days (default: 30).",
        defaultValue = "30")
    private int days;

    @Override
    public Integer call() throws InterruptedException {
      common.show(
          common.remote().post("/environmentBuilds/prune", Json.object().put("unusedDays", days)),
          List.of("removed"));
      return 0;
    }
  }
}
