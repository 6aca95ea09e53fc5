package dev.lazuli.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes keys and X.509 certificates as [RFC 5280](https://www.rfc-editor.org/rfc/rfc5280) has
/// them.
final class CertificateMaker {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;

  /// Clocks of clients may be a little behind.
  private static final Duration EARLIER = Duration.ofHours(1);

  private final RandomGenerator random;

  CertificateMaker(RandomGenerator random) {
    this.random = random;
  }

  /// A certificate with the key that belongs to it.
  record Keyed(KeyPair keys, X509Certificate certificate) {}

  /// An authority that vouches for itself.
  Keyed authority(String name, Instant now, Duration life) {
    KeyPair keys = keys();
    X500Name subject = new X500Name("CN=" + name + ",O=Lazuli");
    JcaX509v3CertificateBuilder builder = builder(subject, subject, keys.getPublic(), now, life);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new Keyed(keys, signed(builder, keys));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("every JDK has P-256 and SHA-256", e);
    }
  }

  /// A server's certificate.
  ///
  /// @param names DNS names and IP addresses that clients call it by
  Keyed server(Keyed authority, List<String> names, Instant now, Duration life) {
    KeyPair keys = keys();
    X500Name issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder =
        builder(new X500Name("CN=localhost,O=Lazuli"), issuer, keys.getPublic(), now, life);
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          extensions.createSubjectKeyIdentifier(keys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(authority.certificate()));
      builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      return new Keyed(keys, signed(builder, authority.keys()));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("every JDK has P-256 and SHA-256", e);
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Name subject, X500Name issuer, PublicKey key, Instant now, Duration life) {
    BigInteger serial = new BigInteger(1, bytes(SERIAL_BITS / 8)).setBit(SERIAL_BITS);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(now.minus(EARLIER)), Date.from(now.plus(life)), subject, key);
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(SIGNATURE).build(by.getPrivate())));
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
