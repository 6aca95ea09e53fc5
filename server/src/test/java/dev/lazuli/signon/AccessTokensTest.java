package dev.lazuli.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String AUDIENCE = "https://ml.azure.local";
  private static final String ISSUER = "https://localhost:8743/adfs";

  @TempDir private Path home;
  @TempDir private Path otherHome;
  private Database database;

  @BeforeEach
  void open() {
    database =
        Database.open(Config.load(Map.of("home", home.toString()), Map.of()), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aTokenSaysWhoAndWhatFor() {
    ServicePrincipals principals = principals(NOW);
    ServicePrincipals.Made made = principals.create(new Caller.Local(), "pipeline", 1);
    AccessTokens tokens = tokens(NOW);

    AccessTokens.Issued issued =
        tokens.issue(principals.signOn(made.principal().appId(), made.secret()), AUDIENCE, ISSUER);

    Grant grant = tokens(NOW).verify(issued.text()).orElseThrow();
    assertThat(grant.principal()).isEqualTo(made.principal());
    assertThat(grant.audience()).isEqualTo(AUDIENCE);
    assertThat(grant.expires()).isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void anExpiredTokenIsRefused() {
    String text = tokens(NOW).issue(ServicePrincipals.OWNER, AUDIENCE, ISSUER).text();

    assertThatThrownBy(() -> tokens(NOW.plus(Duration.ofMinutes(61))).verify(text))
        .isInstanceOf(Problem.Unauthenticated.class)
        .hasMessageContaining("expired");
  }

  @Test
  void theTokenOfAnotherSignerIsRefused() {
    try (Database other =
        Database.open(
            Config.load(Map.of("home", otherHome.toString()), Map.of()), Clock.systemUTC())) {
      String text =
          new AccessTokens(
                  other,
                  SecretBox.open(otherHome, new Random(9)),
                  principals(NOW),
                  fixed(NOW),
                  new Ids(new Random(9)))
              .issue(ServicePrincipals.OWNER, AUDIENCE, ISSUER)
              .text();

      assertThatThrownBy(() -> tokens(NOW).verify(text))
          .isInstanceOf(Problem.Unauthenticated.class)
          .hasMessageContaining("someone else");
    }
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    String signed = tokens(NOW).issue(ServicePrincipals.OWNER, AUDIENCE, ISSUER).text();
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    String unsigned = header + "." + signed.split("\\.", -1)[1] + ".";

    assertThatThrownBy(() -> tokens(NOW).verify(unsigned))
        .isInstanceOf(Problem.Unauthenticated.class);
  }

  @Test
  void whatIsNoJwtIsLeftToOthers() {
    assertThat(tokens(NOW).verify("a-key-of-an-endpoint")).isEmpty();
  }

  @Test
  void aResetSecretReplacesTheOldOneAtOnce() {
    ServicePrincipals principals = principals(NOW);
    ServicePrincipals.Made made = principals.create(new Caller.Local(), "pipeline", 1);
    String id = made.principal().appId();

    ServicePrincipals.Made reset = principals.resetSecret(id, 1, false);

    assertThat(principals.signOn(id, reset.secret())).isEqualTo(made.principal());
    assertThatThrownBy(() -> principals.signOn(id, made.secret()))
        .isInstanceOf(Problem.Unauthenticated.class);
  }

  @Test
  void theTokensOfADeletedPrincipalStopAtOnce() {
    ServicePrincipals principals = principals(NOW);
    ServicePrincipals.Made made = principals.create(new Caller.Local(), "pipeline", 1);
    String text = tokens(NOW).issue(made.principal(), AUDIENCE, ISSUER).text();

    principals.delete(made.principal().objectId());

    assertThatThrownBy(() -> tokens(NOW).verify(text))
        .isInstanceOf(Problem.Unauthenticated.class)
        .hasMessageContaining("deleted");
  }

  private ServicePrincipals principals(Instant now) {
    return new ServicePrincipals(database, box(), fixed(now), new Ids(new Random(3)));
  }

  private AccessTokens tokens(Instant now) {
    return new AccessTokens(database, box(), principals(now), fixed(now), new Ids(new Random(4)));
  }

  private SecretBox box() {
    return SecretBox.open(home, new Random(5));
  }

  private static Clock fixed(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
