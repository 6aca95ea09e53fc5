package dev.lazuli.jobs.command;

import dev.lazuli.base.Problem;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command with places for values: `${{inputs.x}}`, and `$[[ … ]]` for what is left out when a
/// value in it is not given.
public record Template(String text) {
  private static final Pattern OPTIONAL = Pattern.compile("\\$\\[\\[(.*?)]]", Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("\\$\\{\\{\\s*([^}]*?)\\s*}}");

  /// The names that stand in it, such as `inputs.x`.
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      names.add(place.group(1));
    }
    return names;
  }

  /// The names that stand outside of optional parts.
  public Set<String> neededNames() {
    return new Template(OPTIONAL.matcher(text).replaceAll("")).names();
  }

  /// The text with values in the places.
  ///
  /// @param values by name, such as `inputs.x`
  /// @throws Problem.Invalid when a value is not there
  public String filled(Map<String, String> values) {
    String whole =
        OPTIONAL
            .matcher(text)
            .replaceAll(part -> {
              boolean given = values.keySet().containsAll(new Template(part.group(1)).names());
              return given ? Matcher.quoteReplacement(part.group(1)) : "";
            });
    return PLACE
        .matcher(whole)
        .replaceAll(place -> {
          String value = values.get(place.group(1));
          if (value == null) {
            throw new Problem.Invalid(
                "command",
                "the command names '${{%s}}', which is not given; known: %s"
                    .formatted(place.group(1), String.join(", ", new TreeSet<>(values.keySet()))));
          }
          return Matcher.quoteReplacement(value);
        });
  }
}
