package dev.lazuli.signon;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Guard;
import dev.lazuli.http.HeaderKey;
import dev.lazuli.http.Request;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Lets those in who show an access token, and leaves all others to another guard.
///
/// A token that is shown must be right, even where none is needed: a script that signs on with a
/// stale or foreign one is told here and not in production.
public final class BearerGuard implements Guard {
  private static final HeaderKey AUTHORIZATION = HeaderKey.of("Authorization");
  private static final String SCHEME = "Bearer ";

  /// The services that tokens are asked for, by host.
  private static final Set<String> AUDIENCES =
      Set.of(
          "ml.azure.local",
          "ml.azure.com",
          "management.azure.com",
          "management.core.windows.net",
          "storage.azure.com",
          "localhost",
          "127.0.0.1",
          "[::1]");

  private final AccessTokens tokens;
  private final Guard others;

  /// @param others asked about requests without a token, and what has keys of its own
  public BearerGuard(AccessTokens tokens, Guard others) {
    this.tokens = tokens;
    this.others = others;
  }

  @Override
  public Caller admit(Request request, Action action) {
    if (action == Action.PUBLIC || action.hasOwnKey()) {
      return others.admit(request, action);
    }
    Optional<Grant> grant =
        request
            .header(AUTHORIZATION)
            .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .flatMap(header -> tokens.verify(header.substring(SCHEME.length()).strip()));
    if (grant.isEmpty()) {
      return others.admit(request, action);
    }
    if (!isForUs(grant.get().audience())) {
      throw new Problem.Unauthenticated(
          "the bearer token is for '%s', not for this server".formatted(grant.get().audience()));
    }
    ServicePrincipal principal = grant.get().principal();
    return principal.equals(ServicePrincipals.OWNER)
        ? new Caller.Local()
        : new Caller.ServicePrincipal(principal.objectId(), principal.displayName());
  }

  private static boolean isForUs(String audience) {
    try {
      String host = URI.create(audience).getHost();
      return host != null && AUDIENCES.contains(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
