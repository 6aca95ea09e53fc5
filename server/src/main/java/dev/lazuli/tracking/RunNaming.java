package dev.lazuli.tracking;

import dev.lazuli.base.Ids;
import java.util.List;

/// Makes names for runs that nobody named, such as `blue-heron-412`.
final class RunNaming {
  private static final List<String> ADJECTIVES =
      List.of(
          "able", "amber", "bold", "brave", "bright", "calm", "clear", "clever", "crisp", "deep",
          "eager", "early", "fair", "fine", "fresh", "gentle", "golden", "grand", "green", "happy",
          "keen", "kind", "light", "lively", "lucky", "merry", "mild", "neat", "noble", "polite",
          "proud", "quick", "quiet", "rapid", "ready", "rich", "royal", "sharp", "silent", "smart",
          "smooth", "soft", "solid", "steady", "strong", "sunny", "swift", "tidy", "vivid", "warm",
          "wise", "witty");
  private static final List<String> NOUNS =
      List.of(
          "ant", "bear", "bee", "bird", "boar", "cat", "colt", "crab", "crane", "crow", "deer",
          "dove", "duck", "eel", "elk", "finch", "fish", "fox", "frog", "gnat", "goat", "goose",
          "gull", "hare", "hawk", "heron", "horse", "jay", "kite", "koala", "lamb", "lark", "lion",
          "lynx", "mole", "moose", "moth", "mouse", "newt", "otter", "owl", "panda", "perch",
          "quail", "raven", "seal", "shrew", "snail", "squid", "stork", "swan", "toad", "trout",
          "whale", "wolf", "wren", "yak");

  private RunNaming() {}

  static String random(Ids ids) {
    return "%s-%s-%d"
        .formatted(
            ADJECTIVES.get(ids.below(ADJECTIVES.size())),
            NOUNS.get(ids.below(NOUNS.size())),
            ids.below(1_000));
  }
}
