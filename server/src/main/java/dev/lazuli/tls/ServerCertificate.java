package dev.lazuli.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// What the server shows to its HTTPS clients: a private key and the chain that vouches for it.
///
/// @param chain the server's own certificate first
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
  /// When it ends.
  public Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /// Its key stays out of logs.
  @Override
  public String toString() {
    return "ServerCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
