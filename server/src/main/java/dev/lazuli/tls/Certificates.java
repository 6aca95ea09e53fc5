package dev.lazuli.tls;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The folder `certs` of a home: a private authority and the server's certificate, made at the
/// first start and renewed before they end.
public final class Certificates {
  /// Names by which clients on this machine call the server.
  private static final List<String> NAMES =
      List.of("localhost", "*.localhost", "*.blob.localhost", "127.0.0.1", "::1");

  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);

  /// Apple's systems take no more than 825 days from a private authority, browsers 397.
  private static final Duration SERVER_LIFE = Duration.ofDays(397);

  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  private final Path folder;
  private final Clock clock;
  private final CertificateMaker maker;

  private Certificates(Path folder, Clock clock, RandomGenerator random) {
    this.folder = folder;
    this.clock = clock;
    this.maker = new CertificateMaker(random);
  }

  /// The certificates of a home folder; what is missing or about to end is made anew.
  ///
  /// @throws Problem.Invalid when a file there cannot be used
  public static Certificates open(Path home, Clock clock, RandomGenerator random) {
    Certificates certificates = new Certificates(home.resolve("certs"), clock, random);
    certificates.makeFolder();
    certificates.refresh();
    return certificates;
  }

  /// A certificate that the owner of the server brings along.
  ///
  /// @param chain PEM file, the server's certificate first
  /// @param key PEM file in PKCS #8 form
  /// @throws Problem.Invalid when a file cannot be used
  public static ServerCertificate own(Path chain, Path key) {
    return new ServerCertificate(Pem.privateKey(key), Pem.certificates(chain));
  }

  /// What the server shows.
  public ServerCertificate server() {
    return new ServerCertificate(Pem.privateKey(serverKeyFile()), Pem.certificates(serverFile()));
  }

  /// The certificate of the authority.
  public X509Certificate authority() {
    return Pem.certificates(authorityFile()).getFirst();
  }

  /// The authority as PEM text.
  public String authorityText() {
    return Pem.text(authority());
  }

  /// The authority as a PEM file.
  public Path authorityFile() {
    return folder.resolve("ca.pem");
  }

  /// The authority and those that this machine's Java trusts anyway, as a PEM file: programs that
  /// are told to trust one file go on reaching other hosts.
  public Path bundleFile() {
    return folder.resolve("bundle.pem");
  }

  /// Makes the server's certificate anew.
  ///
  /// @param withAuthority the authority too: clients must then be given it again
  public void renew(boolean withAuthority) {
    if (withAuthority) {
      makeAuthority();
    }
    makeServer();
  }

  private void refresh() {
    if (!Files.exists(authorityFile()) || endsSoon(authority())) {
      renew(true);
    } else if (!Files.exists(serverFile()) || endsSoon(Pem.certificates(serverFile()).getFirst())) {
      renew(false);
    }
    if (!Files.exists(bundleFile())) {
      writeBundle();
    }
  }

  private boolean endsSoon(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isBefore(clock.instant().plus(RENEWED_BEFORE));
  }

  private void makeAuthority() {
    CertificateMaker.Keyed made =
        maker.authority("Lazuli private CA", clock.instant(), AUTHORITY_LIFE);
    Pem.write(authorityKeyFile(), Pem.text(made.keys().getPrivate()), true);
    Pem.write(authorityFile(), Pem.text(made.certificate()), false);
    writeBundle();
  }

  private void makeServer() {
    X509Certificate authority = authority();
    CertificateMaker.Keyed signer =
        new CertificateMaker.Keyed(
            new KeyPair(authority.getPublicKey(), Pem.privateKey(authorityKeyFile())), authority);
    CertificateMaker.Keyed made = maker.server(signer, NAMES, clock.instant(), SERVER_LIFE);
    Pem.write(serverKeyFile(), Pem.text(made.keys().getPrivate()), true);
    Pem.write(serverFile(), Pem.text(made.certificate()) + Pem.text(authority), false);
  }

  private void writeBundle() {
    StringBuilder bundle = new StringBuilder(Pem.text(authority()));
    trustedByJava().forEach(certificate -> bundle.append(Pem.text(certificate)));
    Pem.write(bundleFile(), bundle.toString(), false);
  }

  private static List<X509Certificate> trustedByJava() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore standard = null;
      factory.init(standard);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the trust store of this JDK cannot be read", e);
    }
  }

  private void makeFolder() {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make '%s'".formatted(folder), e);
    }
  }

  private Path authorityKeyFile() {
    return folder.resolve("ca.key");
  }

  private Path serverFile() {
    return folder.resolve("server.pem");
  }

  private Path serverKeyFile() {
    return folder.resolve("server.key");
  }
}
