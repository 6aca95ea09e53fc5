package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/// Asks a person before something is removed.
final class Questions {
  private Questions() {}

  /// Returns normally when the answer is yes.
  ///
  /// @param yes whether it was given beforehand
  /// @throws Problem.Conflict when it is not
  static void confirm(Common common, boolean yes, String question) {
    if (yes) {
      return;
    }
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(() -> common.misuse("nobody to ask: confirm with --yes"));
    String answer = console.readLine("%s (y/n): ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new Problem.Conflict("nothing was removed");
    }
  }
}
