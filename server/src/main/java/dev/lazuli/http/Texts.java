package dev.lazuli.http;

import dev.lazuli.base.Problem;

/// The characters that no text of a request may hold, whatever its protocol.
final class Texts {
  private Texts() {}

  /// Returns normally when a part of a path holds no control character.
  ///
  /// @throws Problem.Invalid when it holds one
  static void checkPlain(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new Problem.Invalid(name, "%s in the path holds a control character".formatted(name));
      }
    }
  }

  /// A value of a query.
  ///
  /// @throws Problem.Invalid when it holds a NUL
  static String withoutNul(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new Problem.Invalid(name, "%s holds the character NUL".formatted(name));
    }
    return value;
  }

  /// Whether a JSON text holds a NUL: as a byte, or written as a backslash and `u0000`.
  static boolean holdNul(byte[] json) {
    for (int at = 0; at < json.length; at++) {
      if (json[at] == 0) {
        return true;
      }
      if (json[at] == '\\') {
        if (isWritten(json, at + 1)) {
          return true;
        }
        at++; // what a backslash escapes is not a backslash of its own
      }
    }
    return false;
  }

  private static boolean isWritten(byte[] json, int at) {
    if (at + 4 >= json.length || json[at] != 'u') {
      return false;
    }
    for (int digit = at + 1; digit <= at + 4; digit++) {
      if (json[digit] != '0') {
        return false;
      }
    }
    return true;
  }
}
