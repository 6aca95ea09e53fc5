package dev.lazuli.ml.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The texts that mean "no value", ready to compare with bytes.
final class MissingTexts {
  /// No text of them.
  static final int NONE = -1;

  /// The empty text.
  static final int EMPTY = -2;

  private final boolean emptyToo;
  private final byte[][] texts;

  /// Whether the word at a place is one of them in columns of texts too.
  private final boolean[] inTexts;

  private final boolean[] firstBytes = new boolean[256];

  /// First bytes of fields that may be missing: of a text, or a blank.
  private final boolean[] suspects = new boolean[256];

  MissingTexts(CsvOptions options) {
    emptyToo = options.missing().contains("");
    List<String> words =
        options.missing().stream().filter(text -> !text.isEmpty()).sorted().toList();
    texts =
        words.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    inTexts = new boolean[texts.length];
    for (int place = 0; place < inTexts.length; place++) {
      inTexts[place] = options.missingInTexts().contains(words.get(place));
    }
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
    return find(bytes, start, end) != NONE;
  }

  /// Which of them `bytes[start, end)` is, without the blanks around it: [#EMPTY], the place of a
  /// word, or [#NONE].
  int find(byte[] bytes, int start, int end) {
    if (start < end && !suspects[bytes[start] & 255]) {
      return NONE;
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
      return emptyToo ? EMPTY : NONE;
    }
    return firstBytes[bytes[from] & 255] ? word(bytes, from, to) : NONE;
  }

  /// Whether a word that was found in a field is one in a column of texts too: not where it is
  /// quoted there, and not where it is often a category.
  boolean isMissingText(int word, byte[] bytes, int start) {
    return word == EMPTY || (inTexts[word] && (start == 0 || bytes[start - 1] != '"'));
  }

  /// Number of words.
  int words() {
    return texts.length;
  }

  /// The word at a place.
  String word(int place) {
    return new String(texts[place], StandardCharsets.UTF_8);
  }

  private int word(byte[] bytes, int from, int to) {
    for (int place = 0; place < texts.length; place++) {
      if (Arrays.equals(texts[place], 0, texts[place].length, bytes, from, to)) {
        return place;
      }
    }
    return NONE;
  }
}
