package dev.lazuli.base;

import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes identifiers and secrets from the randomness it is given.
public final class Ids {
  private final RandomGenerator random;

  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /// 32 hexadecimal digits: the form of an MLflow run id.
  public String hex() {
    return HexFormat.of().formatHex(bytes(16));
  }

  /// A version 4 UUID.
  public String uuid() {
    byte[] bytes = bytes(16);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    String hex = HexFormat.of().formatHex(bytes);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  /// 256 random bits in URL-safe base64: a key that nobody guesses, if the randomness is secure.
  public String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
  }

  /// A random number in `[0, bound)`.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
