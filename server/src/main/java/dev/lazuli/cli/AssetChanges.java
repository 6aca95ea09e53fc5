package dev.lazuli.cli;

import dev.lazuli.assets.AssetDocument;
import dev.lazuli.assets.AssetKind;
import dev.lazuli.base.Json;
import dev.lazuli.base.Sha256;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Document;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// The commands that make and change assets, one set for all kinds; which kind it is tells the
/// command above them.
final class AssetChanges {
  private AssetChanges() {}

  /// The command of a kind, with the verbs that all kinds have.
  static CommandLine of(AssetKind kind) {
    CommandSpec spec = CommandSpec.create().name(kind.noun());
    spec.usageMessage().description(kind.meaning());
    CommandLine command = new CommandLine(spec);
    for (Object verb :
        List.of(
            new Creating(),
            new AssetCommands.Listing(),
            new AssetCommands.Showing(),
            new Updating(),
            new AssetCommands.Archiving(),
            new Restoring())) {
      command.addSubcommand(verb);
    }
    return command;
  }

  /// `create`: a version from a YAML file.
  @Command(
      name = "create",
      description = "Register a version of a ${PARENT-COMMAND-NAME} from a YAML file.",
      footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --file ${PARENT-COMMAND-NAME}.yml"})
  static final class Creating implements Callable<Integer> {
    @CommandLine.Spec private @Nullable CommandSpec spec;
    @Mixin private final Common common = new Common();
    @Mixin private final DocumentOptions options = new DocumentOptions();

    @Option(
        names = {"-v", "--version"},
        paramLabel = "VERSION",
        description = "Its version (default: the one in the file, else the next one).")
    private @Nullable String version;

    @Override
    public Integer call() throws InterruptedException {
      AssetKind kind = AssetKind.ofNoun(AssetCommands.parent(spec));
      Document document = options.document();
      document = version == null ? document : document.with("version", version, "--version");
      if (document.text("name").isEmpty()) {
        throw common.misuse(
            "the name is missing: give --name, or a YAML file with 'name' by --file");
      }
      Description<AssetDocument> description = kind.description();
      AssetDocument asset = document.as(description);
      Remote remote = common.remote();
      ObjectNode body = new Uploads(remote).wire(description, asset);
      register(remote, body.withObject("/properties"));
      common.show(
          new Assets(remote, Assets.Kind.of(kind)).create(asset.name(), asset.version(), body),
          Assets.COLUMNS);
      return 0;
    }

    /// Registers the environment that a component has written in place.
    private static void register(Remote remote, ObjectNode properties) throws InterruptedException {
      if (!(properties.path("componentSpec").path("environment") instanceof ObjectNode written)) {
        return;
      }
      String path =
          "/environments/CliV2AnonymousEnvironment/versions/" + Sha256.hex(Json.text(written));
      ObjectNode body = Json.object();
      body.set("properties", written.deepCopy().put("isAnonymous", true));
      remote.put(path, body);
      properties
          .withObject("/componentSpec")
          .put("environment", "azureml:" + remote.workspace() + path);
    }
  }

  /// `update`: what is said of a version.
  @Command(
      name = "update",
      description = "Change the description, tags or properties of a ${PARENT-COMMAND-NAME}.",
      footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name n --version 1 --set tags.team=gems"})
  static final class Updating implements Callable<Integer> {
    @CommandLine.Spec private @Nullable CommandSpec spec;
    @Mixin private final Common common = new Common();
    @Mixin private final Given.Version which = new Given.Version();

    @Option(
        names = "--set",
        arity = "1..*",
        required = true,
        paramLabel = "KEY=VALUE",
        description = "Such as description=TEXT or tags.team=gems.")
    private List<String> changes = List.of();

    @Override
    public Integer call() throws InterruptedException {
      Assets assets = new Assets(common.remote(), Assets.Kind.of(AssetCommands.parent(spec)));
      common.show(assets.change(which.name(), which.version(), changes), Assets.COLUMNS);
      return 0;
    }
  }

  /// `restore`: an archived asset or version comes back to the lists.
  @Command(
      name = "restore",
      description =
          "Show an archived ${PARENT-COMMAND-NAME} asset, or one version, in lists again.",
      footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name n --version 1"})
  static final class Restoring implements Callable<Integer> {
    @CommandLine.Spec private @Nullable CommandSpec spec;
    @Mixin private final Common common = new Common();
    @Mixin private final Given.Version which = new Given.Version();

    @Override
    public Integer call() throws InterruptedException {
      new Assets(common.remote(), Assets.Kind.of(AssetCommands.parent(spec)))
          .archive(which.name(), which.version(), false);
      return 0;
    }
  }
}
