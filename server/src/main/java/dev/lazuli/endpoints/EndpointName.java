package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import java.util.regex.Pattern;

/// The name of an endpoint or of a deployment: it becomes a part of addresses and headers.
public record EndpointName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{2,31}");

  /// A name that fits.
  ///
  /// @throws Problem.Invalid when it does not
  public EndpointName {
    if (!FORM.matcher(value).matches()) {
      throw new Problem.Invalid(
          "name", value, "3 to 32 lower-case letters, digits and dashes, a letter first");
    }
  }
}
