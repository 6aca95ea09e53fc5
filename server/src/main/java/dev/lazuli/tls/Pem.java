package dev.lazuli.tls;

import dev.lazuli.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys as [PEM](https://www.rfc-editor.org/rfc/rfc7468) text.
final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  static String text(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read or made has a form", e);
    }
  }

  static String text(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /// The certificates of a file, in its order.
  ///
  /// @throws Problem.Invalid when it holds none
  static List<X509Certificate> certificates(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      throw new Problem.Invalid(
          "certificate",
          "'%s' holds no certificate in PEM form: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new Problem.Invalid("certificate", "cannot read '%s': %s".formatted(file, e));
    }
    throw new Problem.Invalid(
        "certificate", "'%s' holds no certificate in PEM form".formatted(file));
  }

  /// The private key of a file, an EC or RSA key in PKCS #8 form without a password.
  ///
  /// @throws Problem.Invalid when it holds none
  static PrivateKey privateKey(Path file) {
    try {
      Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (block.find()) {
        PKCS8EncodedKeySpec content =
            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (String algorithm : List.of("EC", "RSA")) {
          try {
            return KeyFactory.getInstance(algorithm).generatePrivate(content);
          } catch (GeneralSecurityException _) {
            // not of this kind: the next is tried, and the end names the file
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new Problem.Invalid("key", "cannot read '%s': %s".formatted(file, e));
    }
    throw new Problem.Invalid(
        "key",
        "'%s' holds no EC or RSA key in PKCS #8 PEM form without a password ('BEGIN PRIVATE KEY')"
            .formatted(file));
  }

  /// Writes a file whole or not at all; a secret one is its owner's only, from its first byte.
  static void write(Path file, String text, boolean isSecret) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(temporary);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            temporary,
            PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(isSecret ? "rw-------" : "rw-r--r--")));
      }
      Files.writeString(temporary, text, StandardCharsets.US_ASCII);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write '%s'".formatted(file), e);
    }
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(content), label);
  }
}
