package dev.lazuli.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/// The name of a header, made once and used for each request: looking a name up costs more than
/// reading the header.
public final class HeaderKey {
  private final HeaderName name;

  private HeaderKey(HeaderName name) {
    this.name = name;
  }

  /// A name, in any case.
  public static HeaderKey of(String name) {
    return new HeaderKey(HeaderNames.create(name));
  }

  /// A whole header that many answers share, written out once.
  public Fixed fixed(String value) {
    return new Fixed(HeaderValues.createCached(name, value));
  }

  HeaderName name() {
    return name;
  }

  Header with(String value) {
    boolean oneLine = value.indexOf('\r') < 0 && value.indexOf('\n') < 0;
    return HeaderValues.create(name, oneLine ? value : "");
  }

  /// A header with its value.
  public static final class Fixed {
    private final Header header;

    private Fixed(Header header) {
      this.header = header;
    }

    Header header() {
      return header;
    }
  }
}
