package dev.lazuli.ml.model;

import java.util.function.IntConsumer;

/// The words of a text as hashes.
public final class TextWords {
  private static final int START = 0x811c9dc5;
  private static final int PRIME = 0x01000193;
  private static final int PAIR = 0x9E3779B1;

  private TextWords() {}

  /// Gives `sink` the 32-bit FNV-1a hash of each word's UTF-8 bytes, in order.
  public static void read(String text, IntConsumer sink) {
    int hash = START;
    boolean inWord = false;
    for (int place = 0; place < text.length(); ) {
      int point = text.codePointAt(place);
      place += Character.charCount(point);
      int lower = point >= 'A' && point <= 'Z' ? point + 32 : point;
      boolean letter = isLetter(lower);
      if (letter) {
        hash = mix(hash, lower);
        inWord = true;
      } else if (inWord) {
        sink.accept(hash);
        hash = START;
        inWord = false;
      }
    }
    if (inWord) {
      sink.accept(hash);
    }
  }

  /// Gives `sink` the hash of each word, and of each word after another one that of the pair, in
  /// order.
  public static void readTerms(String text, IntConsumer sink) {
    read(text, new Pairs(sink));
  }

  private static final class Pairs implements IntConsumer {
    private final IntConsumer sink;
    private boolean isFirst = true;
    private int before;

    Pairs(IntConsumer sink) {
      this.sink = sink;
    }

    @Override
    public void accept(int hash) {
      sink.accept(hash);
      if (!isFirst) {
        sink.accept(before * PAIR + hash);
      }
      isFirst = false;
      before = hash;
    }
  }

  private static boolean isLetter(int point) {
    boolean ascii = (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    return ascii || point >= 0x80;
  }

  /// The hash after the bytes that UTF-8 has for `point`.
  private static int mix(int hash, int point) {
    if (point < 0x80) {
      return step(hash, point);
    }
    if (point < 0x800) {
      return step(step(hash, 0xc0 | (point >> 6)), tail(point));
    }
    if (point < 0x10000) {
      return step(step(step(hash, 0xe0 | (point >> 12)), tail(point >> 6)), tail(point));
    }
    int two = step(step(hash, 0xf0 | (point >> 18)), tail(point >> 12));
    return step(step(two, tail(point >> 6)), tail(point));
  }

  private static int tail(int bits) {
    return 0x80 | (bits & 0x3f);
  }

  private static int step(int hash, int unsignedByte) {
    return (hash ^ unsignedByte) * PRIME;
  }
}
