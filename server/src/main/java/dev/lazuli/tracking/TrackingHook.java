package dev.lazuli.tracking;

import dev.lazuli.identity.OwnedRows;
import dev.lazuli.identity.Owner;
import dev.lazuli.identity.OwnerHook;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.util.List;

/// Gives each new workspace its `Default` experiment, and takes away all runs with a workspace.
public final class TrackingHook implements OwnerHook {
  private static final String RUNS = " WHERE run_key IN (SELECT id FROM runs WHERE owner_id = ?)";
  private static final String MODELS =
      " WHERE model_key IN (SELECT id FROM logged_models WHERE owner_id = ?)";
  private static final String EXPERIMENTS =
      " WHERE experiment_key IN (SELECT id FROM experiments WHERE owner_id = ?)";
  private static final OwnedRows ROWS =
      OwnedRows.of(
          "DELETE FROM logged_model_metrics" + MODELS,
          "DELETE FROM logged_model_tags" + MODELS,
          "DELETE FROM logged_model_params" + MODELS,
          "DELETE FROM logged_models WHERE owner_id = ?",
          "DELETE FROM run_models" + RUNS,
          "DELETE FROM run_inputs" + RUNS,
          "DELETE FROM run_datasets" + EXPERIMENTS,
          "DELETE FROM run_tags" + RUNS,
          "DELETE FROM run_params" + RUNS,
          "DELETE FROM latest_metrics" + RUNS,
          "DELETE FROM metrics" + RUNS,
          "DELETE FROM metric_names WHERE owner_id = ?",
          "DELETE FROM runs WHERE owner_id = ?",
          "DELETE FROM experiment_tags" + EXPERIMENTS,
          "DELETE FROM experiments WHERE owner_id = ?");

  private final ExperimentStore store = new ExperimentStore();

  @Override
  public void made(Transaction transaction, Owner owner) throws SQLException {
    if (owner instanceof Workspace) {
      store.insert(
          transaction,
          owner.id(),
          Experiments.DEFAULT,
          "",
          List.of(),
          transaction.now().toEpochMilli());
    }
  }

  @Override
  public void removed(Transaction transaction, Owner owner) {
    ROWS.removed(transaction, owner);
  }
}
