package dev.lazuli.base;

/// Who made or changed something, as it is kept with the thing.
///
/// @param type Azure's word for the kind of caller: `User`, `Application` or `Key`
public record Author(String type, String name) {
  /// The author that a caller becomes.
  public static Author of(Caller caller) {
    return new Author(caller.type(), caller.name());
  }

  /// The author that [#text] wrote.
  public static Author parse(String text) {
    int colon = text.indexOf(':');
    return new Author(text.substring(0, Math.max(0, colon)), text.substring(colon + 1));
  }

  /// One text for both, such as `User:ada@example.com`.
  public String text() {
    return type + ":" + name;
  }
}
