package dev.lazuli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Which files of a code folder stay here, by its `.amlignore`, or else its `.gitignore`.
final class IgnoreFile {
  private final List<Rule> rules;

  private IgnoreFile(List<Rule> rules) {
    this.rules = rules;
  }

  /// One line.
  ///
  /// @param shown whether it takes back what lines before it have left out
  private record Rule(Pattern path, boolean shown) {}

  /// The ignore file of a folder; without one nothing is left out.
  static IgnoreFile of(Path folder) throws IOException {
    for (String name : List.of(".amlignore", ".gitignore")) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return of(Files.readAllLines(file));
      }
    }
    return new IgnoreFile(List.of());
  }

  /// The rules of these lines.
  static IgnoreFile of(List<String> lines) {
    List<Rule> rules = new ArrayList<>();
    for (String line : lines) {
      String text = line.stripTrailing();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      boolean shown = text.startsWith("!");
      rules.add(new Rule(pattern(shown ? text.substring(1) : text), shown));
    }
    return new IgnoreFile(rules);
  }

  /// Whether a file stays here.
  ///
  /// @param relative its path below the folder
  boolean names(Path relative) {
    String path = relative.toString().replace('\\', '/');
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.path().matcher(path).matches()) {
        ignored = !rule.shown();
      }
    }
    return ignored;
  }

  /// git's patterns: a slash inside fixes them to the folder, one at the end means folders.
  private static Pattern pattern(String line) {
    boolean onlyFolders = line.endsWith("/");
    String text = onlyFolders ? line.substring(0, line.length() - 1) : line;
    boolean fixed = text.contains("/");
    text = text.startsWith("/") ? text.substring(1) : text;
    StringBuilder regex = new StringBuilder(fixed ? "" : "(?:.*/)?");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (text.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex + (onlyFolders ? "/.*" : "(?:/.*)?"));
  }
}
