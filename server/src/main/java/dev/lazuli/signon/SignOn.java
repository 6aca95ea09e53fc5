package dev.lazuli.signon;

import dev.lazuli.base.Ids;
import dev.lazuli.http.Guard;
import dev.lazuli.http.Routes;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.time.Clock;

/// Sign-on: its principals, its tokens, its routes, and the guard that looks at tokens.
public final class SignOn {
  private final ServicePrincipals principals;
  private final AccessTokens tokens;
  private final Clock clock;

  public SignOn(Database database, SecretBox secrets, Clock clock, Ids ids) {
    this.principals = new ServicePrincipals(database, secrets, clock, ids);
    this.tokens = new AccessTokens(database, secrets, principals, clock, ids);
    this.clock = clock;
  }

  /// The programs that may sign on.
  public ServicePrincipals principals() {
    return principals;
  }

  /// The table of its routes.
  public Routes routes() {
    return new SignOnRoutes(tokens, principals, clock).routes();
  }

  /// A guard that looks at access tokens before it asks another.
  public Guard guard(Guard others) {
    return new BearerGuard(tokens, others);
  }
}
