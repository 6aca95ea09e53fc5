package dev.lazuli.ml;

/// What a caller gave cannot be used: a bad table, an unknown name, a setting out of its range.
///
/// The message tells the thing, its value and what would have been right; it is safe to show.
public class InvalidInput extends RuntimeException {
  private final String subject;

  /// An error about one thing.
  ///
  /// @param subject the thing that is wrong: a column, a setting, a file
  public InvalidInput(String subject, String message) {
    super(message);
    this.subject = subject;
  }

  /// The thing that is wrong, such as `target_column_name`.
  public String subject() {
    return subject;
  }
}
