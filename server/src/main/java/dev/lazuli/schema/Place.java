package dev.lazuli.schema;

/// Where a part of a document was written, for people to find it.
public sealed interface Place {
  /// In a file.
  record Line(int line, int column) implements Place {}

  /// In an option of a command, such as `--set` or `--target`.
  record Option(String words) implements Place {}

  /// In the body of a request.
  record Body() implements Place {}
}
