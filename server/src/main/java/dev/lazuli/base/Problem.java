package dev.lazuli.base;

import org.jspecify.annotations.Nullable;

/// The caller's mistake, or what the caller met: each protocol translates every kind.
///
/// The message gives the field, the value, and what would have been right; it is safe to show.
public abstract sealed class Problem extends RuntimeException {
  private Problem(String message) {
    super(message, null, false, false);
  }

  /// The message; never null.
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /// The thing that was asked for does not exist.
  public static final class NotFound extends Problem {
    public NotFound(String message) {
      super(message);
    }
  }

  /// A value cannot be used.
  public static final class Invalid extends Problem {
    private final String field;

    /// A problem told in its own words.
    ///
    /// @param field the parameter that is wrong; empty when it is the whole request
    public Invalid(String field, String message) {
      super(message);
      this.field = field;
    }

    /// A problem told as field, value, and what would have been right.
    public Invalid(String field, @Nullable Object value, String expected) {
      this(field, "%s '%s' is not valid: expected %s".formatted(field, shortened(value), expected));
    }

    /// The parameter that is wrong; empty when it is the whole request.
    public String field() {
      return field;
    }

    private static String shortened(@Nullable Object value) {
      String text = String.valueOf(value);
      return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
  }

  /// The state of things does not allow it.
  public static final class Conflict extends Problem {
    private final Why why;

    /// What is in the way.
    public enum Why {
      /// Another one has the name.
      ALREADY_EXISTS,
      /// It has ended, still runs, or may not become that.
      WRONG_STATE,
      /// It is not any more what the caller saw.
      CHANGED_MEANWHILE
    }

    /// A conflict with the state that a thing is in.
    public Conflict(String message) {
      this(Why.WRONG_STATE, message);
    }

    private Conflict(Why why, String message) {
      super(message);
      this.why = why;
    }

    /// A conflict with another thing of the same name.
    public static Conflict exists(String message) {
      return new Conflict(Why.ALREADY_EXISTS, message);
    }

    /// A conflict with what others have done since.
    public static Conflict changed(String message) {
      return new Conflict(Why.CHANGED_MEANWHILE, message);
    }

    /// What is in the way.
    public Why why() {
      return why;
    }
  }

  /// The caller did not say who they are, or not in a way that we accept.
  public static final class Unauthenticated extends Problem {
    public Unauthenticated(String message) {
      super(message);
    }
  }

  /// The caller may not do this.
  public static final class Forbidden extends Problem {
    public Forbidden(String message) {
      super(message);
    }
  }

  /// A limit on how much at once was reached; later it may work.
  public static final class LimitReached extends Problem {
    public LimitReached(String message) {
      super(message);
    }
  }

  /// The request is larger than its limit; it will never work.
  public static final class TooLarge extends Problem {
    public TooLarge(String message) {
      super(message);
    }
  }

  /// Something that we need does not answer now.
  public static final class Unavailable extends Problem {
    public Unavailable(String message) {
      super(message);
    }
  }

  /// The disk is full: nothing was written.
  public static final class StorageFull extends Problem {
    public StorageFull(String message) {
      super(message);
    }
  }

  /// We do not do this, and say so.
  public static final class Unsupported extends Problem {
    public Unsupported(String message) {
      super(message);
    }
  }
}
