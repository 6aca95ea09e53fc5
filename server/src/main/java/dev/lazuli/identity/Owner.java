package dev.lazuli.identity;

import dev.lazuli.base.Trail;
import java.util.Map;

/// What every row belongs to: a workspace, or a registry that several workspaces share.
public sealed interface Owner permits Workspace, SharedRegistry {
  /// Its number in the database.
  long id();

  /// The id that Azure's clients see.
  String uuid();

  /// Its name.
  String name();

  /// What people call it and where it stands.
  Profile profile();

  /// Who made and changed it.
  Trail trail();

  /// Its ARM id.
  String armId();

  /// What people call an owner, and where it stands.
  ///
  /// @param location a word of the user's own, such as `local`
  record Profile(
      String location, String displayName, String description, Map<String, String> tags) {
    /// A profile whose tags do not change.
    public Profile {
      tags = Map.copyOf(tags);
    }

    /// The profile of an owner that nobody described.
    public static Profile plain(String name) {
      return new Profile("local", name, "", Map.of());
    }
  }
}
