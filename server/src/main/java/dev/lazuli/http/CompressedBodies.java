package dev.lazuli.http;

import dev.lazuli.base.Problem;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.io.IOException;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Bodies of requests that come compressed by gzip, unpacked as they are read.
///
/// The limits of a body hold for what it unpacks to.
final class CompressedBodies implements ContentEncoding {
  @Override
  public Set<String> ids() {
    return Set.of("gzip", "x-gzip");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return packed -> {
      try {
        return new GZIPInputStream(packed);
      } catch (IOException e) {
        throw new Problem.Invalid("body", "not readable as gzip: " + e.getMessage());
      }
    };
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public String type() {
    return "gzip";
  }
}
