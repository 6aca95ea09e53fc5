package dev.lazuli.assets;

import dev.lazuli.base.Problem;
import java.util.regex.Pattern;

/// The rule for names and versions of assets.
public final class AssetName {
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");

  private AssetName() {}

  /// Returns normally when the rule holds.
  ///
  /// @throws Problem.Invalid when it does not
  public static void check(String field, String value) {
    if (!RULE.matcher(value).matches()) {
      throw new Problem.Invalid(
          field, value, "1 to 255 letters, digits, '-', '_' and '.', a letter or digit first");
    }
  }
}
