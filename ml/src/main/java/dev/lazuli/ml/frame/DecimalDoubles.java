package dev.lazuli.ml.frame;

import java.math.BigInteger;

/// Turns decimal numbers of up to 19 digits into the nearest double.
///
/// The method is Eisel's and Lemire's, see [Number Parsing at a Gigabyte per
/// Second](https://arxiv.org/abs/2101.11408); the few numbers that it leaves undecided are left to
/// the caller.
final class DecimalDoubles {
  private static final int EXPONENT_MIN = -330;
  private static final int EXPONENT_MAX = 308;
  private static final long[] HIGH = new long[EXPONENT_MAX - EXPONENT_MIN + 1];
  private static final long[] LOW = new long[EXPONENT_MAX - EXPONENT_MIN + 1];

  static {
    BigInteger power = BigInteger.ONE;
    for (int exponent = 0; exponent <= -EXPONENT_MIN; exponent++) {
      int bits = power.bitLength();
      if (exponent <= EXPONENT_MAX) {
        put(exponent, bits < 128 ? power.shiftLeft(128 - bits) : power.shiftRight(bits - 128));
      }
      if (exponent > 0) {
        put(-exponent, BigInteger.ONE.shiftLeft(bits + 127).divide(power));
      }
      power = power.multiply(BigInteger.TEN);
    }
  }

  /// Keeps the first 128 bits of a power of ten, which has so many.
  private static void put(int exponent, BigInteger bits) {
    HIGH[exponent - EXPONENT_MIN] = bits.shiftRight(64).longValue();
    LOW[exponent - EXPONENT_MIN] = bits.longValue();
  }

  private DecimalDoubles() {}

  /// The double nearest to `digits` times ten to the `exponent`, or NaN when undecided.
  ///
  /// @param digits an unsigned number
  static double nearest(long digits, int exponent) {
    if (digits == 0) {
      return 0;
    }
    if (exponent < EXPONENT_MIN || exponent > EXPONENT_MAX) {
      return Double.NaN;
    }
    int zeros = Long.numberOfLeadingZeros(digits);
    long mantissa = digits << zeros;
    long binary = ((217_706L * exponent) >> 16) + 64 + 1023 - zeros;
    long high = Math.unsignedMultiplyHigh(mantissa, HIGH[exponent - EXPONENT_MIN]);
    long low = mantissa * HIGH[exponent - EXPONENT_MIN];
    if ((high & 0x1FF) == 0x1FF && Long.compareUnsigned(low + mantissa, mantissa) < 0) {
      long lowPower = LOW[exponent - EXPONENT_MIN];
      long merged = low + Math.unsignedMultiplyHigh(mantissa, lowPower);
      if (Long.compareUnsigned(merged, low) < 0) {
        high++;
      }
      low = merged;
      if ((high & 0x1FF) == 0x1FF
          && merged + 1 == 0
          && Long.compareUnsigned(mantissa * lowPower + mantissa, mantissa) < 0) {
        return Double.NaN;
      }
    }
    return rounded(high, low, binary);
  }

  private static double rounded(long high, long low, long exponent) {
    long top = high >>> 63;
    long mantissa = high >>> (top + 9);
    long binary = exponent - (1 ^ top);
    if (low == 0 && (high & 0x1FF) == 0 && (mantissa & 3) == 1) {
      return Double.NaN;
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    if (mantissa >>> 53 != 0) {
      mantissa >>>= 1;
      binary++;
    }
    if (binary < 1 || binary >= 0x7FF) {
      return Double.NaN;
    }
    return Double.longBitsToDouble(binary << 52 | (mantissa & 0x000F_FFFF_FFFF_FFFFL));
  }
}
