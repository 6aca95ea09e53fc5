package dev.lazuli.signon;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.base.Sha256;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The programs that may sign on: the owner's own one, which is always there, and those made later.
public final class ServicePrincipals {
  /// The owner of a server that asks for no login, as a principal: what `lazuli env` signs on as.
  public static final ServicePrincipal OWNER =
      new ServicePrincipal(
          "1a200000-0000-4000-8000-000000000002",
          "1a200000-0000-4000-8000-000000000001",
          "local",
          Instant.EPOCH,
          "lazuli");

  private static final Duration SECRET_LIFE = Duration.ofDays(365);
  private static final Duration SECRET_LIFE_MAX = Duration.ofDays(10 * 365);
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,120}");

  private final Database database;
  private final ServicePrincipalStore store = new ServicePrincipalStore();
  private final Clock clock;
  private final Ids ids;
  private final String ownerSecret;

  /// @param secrets what the owner's own secret is derived from
  public ServicePrincipals(Database database, SecretBox secrets, Clock clock, Ids ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.ownerSecret =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(secrets.derive("owner client secret"));
  }

  /// A principal with a secret that is shown just once.
  public record Made(ServicePrincipal principal, String secret) {}

  /// The owner's principal and its secret.
  public Made owner() {
    return new Made(OWNER, ownerSecret);
  }

  /// Makes a principal with one secret.
  ///
  /// @param years that the secret is good for, 1 to 10
  /// @throws Problem.Invalid when the name cannot be used
  public Made create(Caller caller, String displayName, int years) {
    if (!NAME.matcher(displayName).matches()) {
      throw new Problem.Invalid(
          "displayName", displayName, "1 to 120 characters, none of them a control character");
    }
    String secret = ids.secret();
    ServicePrincipal principal =
        new ServicePrincipal(ids.uuid(), ids.uuid(), displayName, clock.instant(), caller.name());
    database.change(transaction -> {
      store.insert(transaction, principal);
      store.addSecret(transaction, principal.appId(), Sha256.hex(secret), secretEnd(years));
    });
    return new Made(principal, secret);
  }

  /// Gives a principal a new secret; the ones before stop working at once unless they are kept.
  ///
  /// @throws Problem.NotFound when there is no such principal
  public Made resetSecret(String id, int years, boolean keepsOld) {
    ServicePrincipal principal = require(id);
    if (principal.equals(OWNER)) {
      throw new Problem.Unsupported(
          "the secret of the owner's own principal comes from the home's secret.key and cannot be reset");
    }
    String secret = ids.secret();
    database.change(transaction -> {
      if (!keepsOld) {
        store.deleteSecrets(transaction, principal.appId());
      }
      store.addSecret(transaction, principal.appId(), Sha256.hex(secret), secretEnd(years));
    });
    return new Made(principal, secret);
  }

  /// The principal of that application or object id.
  ///
  /// @throws Problem.NotFound when there is none
  public ServicePrincipal require(String id) {
    if (id.equals(OWNER.appId()) || id.equals(OWNER.objectId())) {
      return OWNER;
    }
    return database
        .read(transaction -> store.find(transaction, id))
        .orElseThrow(
            () -> new Problem.NotFound("no service principal has the id '%s'".formatted(id)));
  }

  /// All principals but the owner's own, by name.
  public List<ServicePrincipal> list() {
    return database.read(store::list);
  }

  /// Removes a principal; its tokens stop working at once.
  ///
  /// @throws Problem.NotFound when there is none
  public void delete(String id) {
    ServicePrincipal principal = require(id);
    if (principal.equals(OWNER)) {
      throw new Problem.Unsupported("the owner's own principal cannot be deleted");
    }
    database.change(transaction -> store.delete(transaction, principal.appId()));
  }

  /// The principal that signs on with this id and secret.
  ///
  /// @throws Problem.Unauthenticated when they do not belong together
  ServicePrincipal signOn(String appId, String secret) {
    boolean isOwner =
        MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8), ownerSecret.getBytes(StandardCharsets.UTF_8));
    if (appId.equals(OWNER.appId()) && isOwner) {
      return OWNER;
    }
    String hash = Sha256.hex(secret); // 256 random bits: a plain hash tells nothing of them
    return database
        .read(transaction ->
            store.hasSecret(transaction, appId, hash, clock.instant())
                ? store.find(transaction, appId)
                : Optional.<ServicePrincipal>empty())
        .orElseThrow(() ->
            new Problem.Unauthenticated(
                "AADSTS7000215: Invalid client secret provided for application '%s', or no such application"
                    .formatted(appId)));
  }

  private Instant secretEnd(int years) {
    Duration life = SECRET_LIFE.multipliedBy(years);
    if (years < 1 || life.compareTo(SECRET_LIFE_MAX) > 0) {
      throw new Problem.Invalid("years", years, "a whole number from 1 to 10");
    }
    return clock.instant().plus(life);
  }
}
