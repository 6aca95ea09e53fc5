package dev.lazuli.assets;

/// Which part of a list is wanted.
///
/// @param view whether archived entries count
/// @param skip how many entries to leave out at the beginning
/// @param top how many entries at most
public record Listing(View view, int skip, int top) {
  /// All entries that are not archived.
  public static final Listing ACTIVE = new Listing(View.ACTIVE, 0, Integer.MAX_VALUE);

  /// Whether archived entries count.
  public enum View {
    ACTIVE,
    ARCHIVED,
    ALL
  }
}
