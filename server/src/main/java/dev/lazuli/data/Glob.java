package dev.lazuli.data;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A pattern for paths: `*` and `?` inside a segment, `**` across segments, `[a-z]`, `{csv,tsv}`.
///
/// All places of the pattern that the path read so far may have reached are kept at once, so that
/// matching takes time in proportion to the length of pattern times path, whatever they hold:
/// nothing is tried twice ([Thompson](https://dl.acm.org/doi/10.1145/363347.363387)).
final class Glob {
  private static final int LENGTH_MAX = 1_000;
  private static final int ALTERNATIVES_MAX = 100;

  private final List<List<Part>> alternatives;

  /// A part of a pattern.
  private sealed interface Part {
    /// One character out of ranges; `/` is never one.
    record One(String ranges, boolean except) implements Part {}

    /// Exactly this character.
    record Exactly(char value) implements Part {}

    /// Any characters but `/`.
    record InSegment() implements Part {}

    /// Any characters.
    record Anything() implements Part {}

    /// Any whole segments, each with the `/` after it; also none.
    record Segments() implements Part {}
  }

  private Glob(List<List<Part>> alternatives) {
    this.alternatives = alternatives;
  }

  /// Reads a pattern.
  ///
  /// @throws Problem.Invalid when it is too long, has too many alternatives, or a bracket stays
  ///   open
  static Glob parse(String pattern) {
    if (pattern.length() > LENGTH_MAX) {
      throw new Problem.Invalid("pattern", pattern, "at most %d characters".formatted(LENGTH_MAX));
    }
    return new Glob(expanded(pattern).stream().map(Glob::parts).toList());
  }

  /// Whether a path, with `/` between its segments, fits.
  boolean matches(String path) {
    return alternatives.stream().anyMatch(parts -> matches(parts, path));
  }

  private static boolean matches(List<Part> parts, String path) {
    BitSet places = new BitSet(parts.size() + 1);
    reach(parts, places, 0, true);
    for (int at = 0; at < path.length() && !places.isEmpty(); at++) {
      char c = path.charAt(at);
      BitSet next = new BitSet(parts.size() + 1);
      for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
        if (place < parts.size() && takes(parts.get(place), c)) {
          reach(parts, next, stays(parts.get(place)) ? place : place + 1, c == '/');
        }
      }
      places = next;
    }
    return places.get(parts.size());
  }

  /// Marks a place, and those behind it that need no character.
  private static void reach(List<Part> parts, BitSet places, int from, boolean segmentStarts) {
    int place = from;
    while (!places.get(place)) {
      places.set(place);
      if (place == parts.size() || !mayBeNothing(parts.get(place), segmentStarts)) {
        return;
      }
      place++;
    }
  }

  private static boolean mayBeNothing(Part part, boolean segmentStarts) {
    return switch (part) {
      case Part.InSegment _, Part.Anything _ -> true;
      case Part.Segments _ -> segmentStarts;
      case Part.One _, Part.Exactly _ -> false;
    };
  }

  private static boolean stays(Part part) {
    return switch (part) {
      case Part.InSegment _, Part.Anything _, Part.Segments _ -> true;
      case Part.One _, Part.Exactly _ -> false;
    };
  }

  private static boolean takes(Part part, char c) {
    return switch (part) {
      case Part.Exactly(char value) -> value == c;
      case Part.One(String ranges, boolean except) -> c != '/' && (isIn(ranges, c) != except);
      case Part.InSegment _ -> c != '/';
      case Part.Anything _, Part.Segments _ -> true;
    };
  }

  /// Whether ranges, as pairs of first and last character, hold a character.
  private static boolean isIn(String ranges, char c) {
    for (int i = 0; i < ranges.length(); i += 2) {
      if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
        return true;
      }
    }
    return false;
  }

  private static List<Part> parts(String pattern) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (pattern.startsWith("**/", at) && (at == 0 || pattern.charAt(at - 1) == '/')) {
        parts.add(new Part.Segments());
        at += 3;
      } else if (pattern.startsWith("**", at)) {
        parts.add(new Part.Anything());
        at += 2;
      } else if (c == '[') {
        int end = closing(pattern, at, ']');
        parts.add(one(pattern.substring(at + 1, end)));
        at = end + 1;
      } else {
        parts.add(
            switch (c) {
              case '*' -> new Part.InSegment();
              case '?' -> new Part.One("", true);
              default -> new Part.Exactly(c);
            });
        at++;
      }
    }
    return parts;
  }

  private static Part.One one(String inside) {
    boolean except = inside.startsWith("!");
    String rest = except ? inside.substring(1) : inside;
    StringBuilder ranges = new StringBuilder();
    int at = 0;
    while (at < rest.length()) {
      boolean isRange = at + 2 < rest.length() && rest.charAt(at + 1) == '-';
      ranges.append(rest.charAt(at)).append(rest.charAt(isRange ? at + 2 : at));
      at += isRange ? 3 : 1;
    }
    return new Part.One(ranges.toString(), except);
  }

  /// The patterns that a pattern with `{a,b}` stands for.
  private static List<String> expanded(String pattern) {
    List<String> open = new ArrayList<>(List.of(pattern));
    List<String> done = new ArrayList<>();
    while (!open.isEmpty()) {
      String next = open.removeLast();
      int start = next.indexOf('{');
      if (start < 0) {
        done.add(next);
      } else {
        int end = closing(next, start, '}');
        for (String choice : List.of(next.substring(start + 1, end).split(",", -1))) {
          open.add(next.substring(0, start) + choice + next.substring(end + 1));
        }
      }
      if (open.size() + done.size() > ALTERNATIVES_MAX) {
        throw new Problem.Invalid(
            "pattern", pattern, "at most %d alternatives".formatted(ALTERNATIVES_MAX));
      }
    }
    return done;
  }

  private static int closing(String pattern, int from, char bracket) {
    int end = pattern.indexOf(bracket, from);
    if (end < 0) {
      throw new Problem.Invalid("pattern", pattern, "a '%s' at its end".formatted(bracket));
    }
    return end;
  }
}
