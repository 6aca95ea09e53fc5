package dev.lazuli.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The commands that all versioned assets share; which kind it is tells the command above them.
final class AssetCommands {
  private static final List<String> NAMES =
      List.of("name", "latest_version", "creation_context.created_at");

  private AssetCommands() {}

  /// `list`: the assets, or the versions of one.
  @Command(
      name = "list",
      description = "List the ${PARENT-COMMAND-NAME} assets, or with a name the versions of one.",
      footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name diamonds -o table"})
  static final class Listing implements Callable<Integer> {
    @CommandLine.Spec private @Nullable CommandSpec spec;
    @Mixin private final Common common = new Common();

    @Option(
        names = {"-n", "--name"},
        paramLabel = "NAME",
        description = "List the versions of this one.")
    private String name = "";

    @Override
    public Integer call() throws InterruptedException {
      common.show(assets(spec, common).list(name), name.isEmpty() ? NAMES : Assets.COLUMNS);
      return 0;
    }
  }

  /// `show`: one version.
  @Command(
      name = "show",
      description = "Show a version of a ${PARENT-COMMAND-NAME} asset.",
      footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name diamonds --version 1"})
  static final class Showing implements Callable<Integer> {
    @CommandLine.Spec private @Nullable CommandSpec spec;
    @Mixin private final Common common = new Common();
    @Mixin private final Given.Version which = new Given.Version();

    @Override
    public Integer call() throws InterruptedException {
      common.show(assets(spec, common).require(which.name(), which.version()), Assets.COLUMNS);
      return 0;
    }
  }

  /// `archive`: an asset or a version leaves the lists.
  @Command(
      name = "archive",
      description = "Hide a ${PARENT-COMMAND-NAME} asset, or one version of it, from lists.",
      footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name diamonds --version 1"})
  static final class Archiving implements Callable<Integer> {
    @CommandLine.Spec private @Nullable CommandSpec spec;
    @Mixin private final Common common = new Common();
    @Mixin private final Given.Version which = new Given.Version();

    @Override
    public Integer call() throws InterruptedException {
      assets(spec, common).archive(which.name(), which.version(), true);
      return 0;
    }
  }

  private static Assets assets(@Nullable CommandSpec spec, Common common) {
    return new Assets(common.remote(), Assets.Kind.of(parent(spec)));
  }

  /// The noun that a verb stands below.
  static String parent(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    return spec.parent().name();
  }
}
