package dev.lazuli.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lazuli workspace`.
@Command(name = "workspace", description = "Workspaces: what everything else lives in.")
final class WorkspaceCommands {
  @Command(
      name = "show",
      description = "Show a workspace.",
      footer = {"", "Example:", "  lazuli workspace show --query mlflow_tracking_uri -o tsv"})
  int show(@Mixin Common common) throws InterruptedException {
    common.show(
        Entities.workspace(common.remote().get("")),
        List.of("name", "resourceGroup", "location", "mlflow_tracking_uri"));
    return 0;
  }
}
