package dev.lazuli.endpoints;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The two keys of an endpoint: one can be renewed while clients still use the other.
public final class EndpointKeys {
  private final byte[] primary;
  private final byte[] secondary;

  EndpointKeys(String primary, String secondary) {
    this.primary = primary.getBytes(StandardCharsets.UTF_8);
    this.secondary = secondary.getBytes(StandardCharsets.UTF_8);
  }

  /// Whether it is one of the keys; the time it takes does not tell how much of it is right.
  boolean accept(String presented) {
    byte[] bytes = presented.getBytes(StandardCharsets.UTF_8);
    boolean first = MessageDigest.isEqual(bytes, primary);
    boolean second = MessageDigest.isEqual(bytes, secondary);
    return first || second;
  }

  /// The first key, in clear.
  public String primary() {
    return new String(primary, StandardCharsets.UTF_8);
  }

  /// The second key, in clear.
  public String secondary() {
    return new String(secondary, StandardCharsets.UTF_8);
  }

  /// Tells nothing.
  @Override
  public String toString() {
    return "EndpointKeys";
  }
}
