package dev.lazuli.identity;

import dev.lazuli.store.Transaction;
import java.sql.SQLException;

/// What a feature does when a workspace or registry is made or removed.
public interface OwnerHook {
  /// Makes what an owner has from the start, in the transaction that makes the owner.
  default void made(Transaction transaction, Owner owner) throws SQLException {}

  /// Removes all rows of an owner, in the transaction that removes it; hooks are asked in reverse.
  ///
  /// @throws dev.lazuli.base.Problem.Conflict when something of it must be ended first
  default void removed(Transaction transaction, Owner owner) throws SQLException {}

  /// Removes what does not lie in the database, once the owner is gone.
  default void gone(Owner owner) {}
}
