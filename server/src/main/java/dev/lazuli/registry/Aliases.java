package dev.lazuli.registry;

import dev.lazuli.base.Problem;
import dev.lazuli.tracking.Names;
import java.util.regex.Pattern;

/// The rules for aliases of versions.
final class Aliases {
  private static final int LENGTH_MAX = 255;
  private static final Pattern LETTERS =
      Pattern.compile("[\\w\\-]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern NUMBERED = Pattern.compile("[vV]\\d+");

  private Aliases() {}

  /// Refuses what no alias is written like.
  ///
  /// @throws Problem.Invalid when it holds other letters
  static void checkLetters(String alias) {
    if (!LETTERS.matcher(alias).matches()) {
      throw new Problem.Invalid(
          "alias",
          "Invalid alias name: '%s'. Names may only contain alphanumerics, underscores (_), and dashes (-)."
              .formatted(alias));
    }
  }

  /// Checks an alias.
  ///
  /// @throws Problem.Invalid when it is empty, too long, reserved or holds other letters
  static void check(String alias) {
    if (alias.isEmpty()) {
      throw new Problem.Invalid("alias", "Registered model alias name cannot be empty.");
    }
    checkLetters(alias);
    Names.checkLength("Registered model alias name", alias, LENGTH_MAX);
    if (alias.equalsIgnoreCase("latest")) {
      throw new Problem.Invalid("alias", "'latest' alias name (case insensitive) is reserved.");
    }
    if (NUMBERED.matcher(alias).matches()) {
      throw new Problem.Invalid("alias", "Version alias name '%s' is reserved.".formatted(alias));
    }
  }
}
