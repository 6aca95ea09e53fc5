package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import java.util.regex.Pattern;

/// The name of a job: fit for a path, a run id and a folder.
public record JobName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,254}");

  /// Checks the form.
  ///
  /// @throws Problem.Invalid when it is another
  public JobName {
    if (!FORM.matcher(value).matches()) {
      throw new Problem.Invalid(
          "name", value, "1 to 255 letters, digits, '-' and '_', first a letter or digit");
    }
  }
}
