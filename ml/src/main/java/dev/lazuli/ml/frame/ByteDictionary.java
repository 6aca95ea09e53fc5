package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/// Distinct byte strings, numbered in the order in which they came.
final class ByteDictionary {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final long UPPER = 0xFFFF_FFFF_0000_0000L;
  private static final int STRINGS_HELD_MAX = 10_000;

  private byte[] bytes = new byte[256];
  private int[] offsets = new int[17];

  /// Upper half: that of the hash; lower half: number plus one; 0 where nothing is.
  private long[] slots = new long[32];

  private int size;

  int size() {
    return size;
  }

  /// The number of the string `from[start, end)`; a new one when it is new.
  int code(byte[] from, int start, int end) {
    long hash = hash(from, start, end);
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (true) {
      long entry = slots[slot];
      if (entry == 0) {
        return add(from, start, end, hash, slot);
      }
      if ((entry ^ hash) >>> 32 == 0) {
        int code = (int) entry - 1;
        if (isEqual(code, from, start, end)) {
          return code;
        }
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean isEqual(int code, byte[] from, int start, int end) {
    int at = offsets[code];
    int to = offsets[code + 1];
    if (to - at != end - start) {
      return false;
    }
    int i = start;
    for (; i + 8 < end; i += 8, at += 8) {
      if (EightBytes.at(from, i) != EightBytes.at(bytes, at)) {
        return false;
      }
    }
    return EightBytes.upTo8(from, i, end) == EightBytes.upTo8(bytes, at, to);
  }

  private int add(byte[] from, int start, int end, long hash, int slot) {
    int used = offsets[size];
    int added = end - start;
    if (used + (long) added > Integer.MAX_VALUE - 16) {
      throw new InvalidInput("column", "the distinct texts of one column are more than 2 GiB");
    }
    if (used + added > bytes.length) {
      long wanted = Math.max(used + (long) added, bytes.length + (bytes.length >> 1));
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
    System.arraycopy(from, start, bytes, used, added);
    if (size + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length + (offsets.length >> 1));
    }
    offsets[size + 1] = used + added;
    size++;
    slots[slot] = (hash & UPPER) | size;
    if (size * 2L > slots.length) {
      spread();
    }
    return size - 1;
  }

  private void spread() {
    long[] wider = new long[Math.multiplyExact(slots.length, 2)];
    int mask = wider.length - 1;
    for (int code = 0; code < size; code++) {
      long hash = hash(bytes, offsets[code], offsets[code + 1]);
      int slot = (int) hash & mask;
      while (wider[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = (hash & UPPER) | (code + 1);
    }
    slots = wider;
  }

  private static long hash(byte[] from, int start, int end) {
    long hash = (long) end - start;
    int i = start;
    for (; i + 8 < end; i += 8) {
      hash = mixed(hash ^ EightBytes.at(from, i));
    }
    return mixed(hash ^ EightBytes.upTo8(from, i, end));
  }

  /// Both halves of the product with a constant: each bit reaches the lower ones too.
  private static long mixed(long value) {
    return value * FACTOR ^ Math.unsignedMultiplyHigh(value, FACTOR);
  }

  /// Whether every string is well-formed in `charset`.
  boolean isDecodable(Charset charset) {
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    for (int code = 0; code < size; code++) {
      int start = offsets[code];
      int end = offsets[code + 1];
      if (!isAscii(bytes, start, end)) {
        try {
          var _ = decoder.decode(ByteBuffer.wrap(bytes, start, end - start));
        } catch (CharacterCodingException _) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isAscii(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// The strings in the order of their numbers; many are kept as bytes and made when asked for.
  List<String> strings(Charset charset) {
    slots = new long[0];
    var packed =
        new PackedStrings(
            Arrays.copyOf(bytes, offsets[size]), Arrays.copyOf(offsets, size + 1), charset);
    return size <= STRINGS_HELD_MAX ? List.copyOf(packed) : packed;
  }

  /// Strings kept as bytes: an immutable list that makes them when asked for.
  static final class PackedStrings extends AbstractList<String> implements RandomAccess {
    private final byte[] bytes;
    private final int[] offsets;
    private final Charset charset;

    PackedStrings(byte[] bytes, int[] offsets, Charset charset) {
      this.bytes = bytes;
      this.offsets = offsets;
      this.charset = charset;
    }

    @Override
    public String get(int index) {
      return new String(bytes, offsets[index], offsets[index + 1] - offsets[index], charset);
    }

    @Override
    public int size() {
      return offsets.length - 1;
    }
  }
}
