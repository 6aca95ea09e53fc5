package dev.lazuli.http;

import dev.lazuli.base.Ids;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// Ids of requests: 32 hexadecimal digits, random for each start of the server, then counted.
///
/// Secure randomness for each request would cost more than scoring a row, and nothing depends on
/// nobody guessing them.
final class RequestIds {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final long high;
  private final long start;
  private final AtomicLong count = new AtomicLong();

  RequestIds(Ids ids) {
    String seed = ids.hex();
    this.high = Long.parseUnsignedLong(seed.substring(0, 16), 16);
    this.start = Long.parseUnsignedLong(seed.substring(16), 16);
  }

  /// An id that no other request of this server has.
  String next() {
    byte[] text = new byte[32];
    write(high, text, 0);
    write(mixed(start + count.getAndIncrement()), text, 16);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void write(long value, byte[] text, int from) {
    for (int i = 0; i < 16; i++) {
      text[from + i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 15];
    }
  }

  /// A different number for each number, so that ids that follow each other do not look alike: the
  /// finalizer of [SplitMix64](https://prng.di.unimi.it/splitmix64.c).
  private static long mixed(long number) {
    long z = number * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
