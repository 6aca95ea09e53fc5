package dev.lazuli.ml.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// The texts that mean "no value", ready to compare with bytes.
final class MissingTexts {
  private final boolean emptyToo;
  private final byte[][] texts;
  private final boolean[] firstBytes = new boolean[256];

  /// First bytes of fields that may be missing: of a text, or a blank.
  private final boolean[] suspects = new boolean[256];

  MissingTexts(Set<String> missing) {
    emptyToo = missing.contains("");
    texts =
        missing.stream()
            .filter(text -> !text.isEmpty())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    for (byte[] text : texts) {
      firstBytes[text[0] & 255] = true;
      suspects[text[0] & 255] = true;
    }
    suspects[' '] = true;
  }

  /// Whether an empty field is one of them.
  boolean isEmptyToo() {
    return emptyToo;
  }

  /// Whether one of them could also be read as a value.
  boolean areAnyValues(ValueParser parser) {
    for (byte[] text : texts) {
      if (parser.parse(text, 0, text.length, ValueParser.ANY) != 0) {
        return true;
      }
    }
    return false;
  }

  /// Whether `bytes[start, end)`, without the blanks around it, is one of them.
  boolean contains(byte[] bytes, int start, int end) {
    if (start < end && !suspects[bytes[start] & 255]) {
      return false;
    }
    int from = start;
    int to = end;
    while (from < to && bytes[from] == ' ') {
      from++;
    }
    while (to > from && bytes[to - 1] == ' ') {
      to--;
    }
    if (from == to) {
      return emptyToo;
    }
    return firstBytes[bytes[from] & 255] && matches(bytes, from, to);
  }

  private boolean matches(byte[] bytes, int from, int to) {
    for (byte[] text : texts) {
      if (Arrays.equals(text, 0, text.length, bytes, from, to)) {
        return true;
      }
    }
    return false;
  }
}
