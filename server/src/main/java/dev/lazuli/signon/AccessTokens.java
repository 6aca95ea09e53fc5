package dev.lazuli.signon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes and checks access tokens: [JWT](https://www.rfc-editor.org/rfc/rfc7519) signed with RS256.
///
/// The key is made when the first token is asked for, and kept sealed in the database.
public final class AccessTokens {
  /// The one tenant of this server.
  public static final String TENANT = "1a200000-0000-4000-8000-000000000000";

  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int KEY_BITS = 2_048;
  private static final String PLACE = "signing_keys/";

  private final Database database;
  private final SecretBox secrets;
  private final ServicePrincipals principals;
  private final ServicePrincipalStore store = new ServicePrincipalStore();
  private final Clock clock;
  private final Ids ids;
  private volatile @Nullable RSAKey key;

  public AccessTokens(
      Database database, SecretBox secrets, ServicePrincipals principals, Clock clock, Ids ids) {
    this.database = database;
    this.secrets = secrets;
    this.principals = principals;
    this.clock = clock;
    this.ids = ids;
  }

  /// A token as it goes to its client.
  public record Issued(String text, String audience, Instant expires) {}

  /// Makes a token.
  ///
  /// @param audience the service that it is for
  public Issued issue(ServicePrincipal principal, String audience, String issuer) {
    Instant now = clock.instant();
    Instant expires = now.plus(LIFE);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(principal.objectId())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(expires))
            .jwtID(ids.uuid())
            .claim("appid", principal.appId())
            .claim("app_displayname", principal.displayName())
            .claim("idtyp", "app")
            .claim("oid", principal.objectId())
            .claim("tid", TENANT)
            .claim("ver", "1.0")
            .build();
    RSAKey signing = key();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signing.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(signing));
    } catch (JOSEException e) {
      throw new IllegalStateException("the signing key does not sign", e);
    }
    return new Issued(token.serialize(), audience, expires);
  }

  /// What a token says, after its signature and its times were checked; empty when the text is no
  /// JWT at all, such as the token of a job or the key of an endpoint.
  ///
  /// @throws Problem.Unauthenticated when it is not one of ours, or its time has passed
  public Optional<Grant> verify(String text) {
    SignedJWT token;
    try {
      token = SignedJWT.parse(text);
    } catch (ParseException e) {
      if (looksLikeJwt(text)) {
        throw new Problem.Unauthenticated("the bearer token is not a signed JWT of this server");
      }
      return Optional.empty();
    }
    try {
      if (!JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())) {
        throw new Problem.Unauthenticated("the bearer token is not signed with RS256");
      }
      JWSVerifier verifier = new RSASSAVerifier(key().toRSAPublicKey());
      if (!token.verify(verifier)) {
        throw new Problem.Unauthenticated("the bearer token was signed by someone else");
      }
      return Optional.of(grant(token.getJWTClaimsSet()));
    } catch (JOSEException | ParseException e) {
      throw new Problem.Unauthenticated("the bearer token cannot be read");
    } catch (Problem.NotFound e) {
      throw new Problem.Unauthenticated("the bearer token is of a principal that was deleted");
    }
  }

  /// The public keys, for those who check tokens themselves.
  public Map<String, Object> publicKeys() {
    return new JWKSet(List.of(key().toPublicJWK())).toJSONObject();
  }

  private Grant grant(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    Date issued = claims.getIssueTime();
    if (expires == null || begins == null || issued == null || claims.getAudience().isEmpty()) {
      throw new Problem.Unauthenticated("the bearer token lacks exp, nbf, iat or aud");
    }
    if (now.isAfter(expires.toInstant())) {
      throw new Problem.Unauthenticated(
          "the bearer token expired at %s: ask for a new one".formatted(expires.toInstant()));
    }
    if (now.plus(SKEW).isBefore(begins.toInstant())) {
      throw new Problem.Unauthenticated(
          "the bearer token is not valid before %s".formatted(begins.toInstant()));
    }
    return new Grant(
        principals.require(claims.getStringClaim("appid")),
        claims.getAudience().getFirst(),
        issued.toInstant(),
        expires.toInstant());
  }

  private static boolean looksLikeJwt(String text) {
    return text.startsWith("eyJ") && text.chars().filter(c -> c == '.').count() >= 1;
  }

  private RSAKey key() {
    RSAKey known = key;
    if (known == null) {
      known = parsed(database.read(store::signingKey).orElseGet(this::makeKey));
      key = known;
    }
    return known;
  }

  private ServicePrincipalStore.SealedKey makeKey() {
    String id = ids.hex();
    try {
      RSAKey made = new RSAKeyGenerator(KEY_BITS).keyUse(KeyUse.SIGNATURE).keyID(id).generate();
      ServicePrincipalStore.SealedKey sealed =
          new ServicePrincipalStore.SealedKey(id, secrets.seal(PLACE + id, made.toJSONString()));
      return database.write(transaction ->
          store
              .signingKey(transaction) // another thread may have been faster
              .orElseGet(() -> {
                store.insertSigningKey(transaction, sealed, clock.instant());
                return sealed;
              }));
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private RSAKey parsed(ServicePrincipalStore.SealedKey sealed) {
    try {
      return RSAKey.parse(secrets.open(PLACE + sealed.id(), sealed.sealed()));
    } catch (ParseException e) {
      throw new IllegalStateException("a signing key that was sealed does not parse", e);
    }
  }
}
