package dev.lazuli.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir private Path home;

  @Test
  void theAuthorityVouchesForTheServer() throws GeneralSecurityException {
    Certificates certificates = at(NOW);
    ServerCertificate server = certificates.server();

    server.chain().getFirst().verify(certificates.authority().getPublicKey());
    assertThat(server.chain()).hasSize(2);
    assertThat(server.chain().getFirst().getSubjectAlternativeNames().toString())
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(certificates.authority().getBasicConstraints()).isZero();
  }

  @Test
  void aSecondStartKeepsWhatIsThere() {
    assertThat(at(NOW).server().chain()).isEqualTo(at(NOW).server().chain());
  }

  @Test
  void aCertificateThatIsAboutToEndIsMadeAnewByTheSameAuthority() {
    Certificates first = at(NOW);
    ServerCertificate before = first.server();

    Certificates later = at(NOW.plus(Duration.ofDays(370)));

    assertThat(later.server().chain().getFirst()).isNotEqualTo(before.chain().getFirst());
    assertThat(later.authority()).isEqualTo(first.authority());
  }

  @Test
  void keysAreTheirOwnersOnly() throws IOException {
    at(NOW);

    for (String name : new String[] {"ca.key", "server.key"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve("certs").resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theBundleHoldsTheAuthorityAndThoseOfJava() throws IOException {
    Certificates certificates = at(NOW);

    assertThat(Files.readString(certificates.bundleFile()))
        .startsWith(Files.readString(certificates.authorityFile()))
        .hasSizeGreaterThan(10_000);
  }

  @Test
  void aFileWithoutACertificateIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("own.pem"), "nothing");

    assertThatThrownBy(() -> Certificates.own(file, file))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("own.pem")
        .hasMessageContaining("PKCS #8");
  }

  private Certificates at(Instant now) {
    return Certificates.open(home, Clock.fixed(now, ZoneOffset.UTC), new Random(1));
  }
}
