package dev.lazuli.signon;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What Azure's clients ask before they call anything: which cloud this is, and for a token.
///
/// MSAL does not ask Microsoft about an authority whose tenant is `adfs`, so that is the tenant
/// that scripts are given; any other works with clients that are told to trust the authority.
public final class SignOnRoutes {
  private static final int BODY_MAX = 64 << 10;

  private final AccessTokens tokens;
  private final ServicePrincipals principals;
  private final Clock clock;

  public SignOnRoutes(AccessTokens tokens, ServicePrincipals principals, Clock clock) {
    this.tokens = tokens;
    this.principals = principals;
    this.clock = clock;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new OAuthProtocol(), "")
        .addQuiet("GET /metadata/endpoints", Action.PUBLIC, SignOnRoutes::cloud)
        .addQuiet(
            "GET /{tenant}/.well-known/openid-configuration",
            Action.PUBLIC,
            SignOnRoutes::configuration)
        .addQuiet(
            "GET /{tenant}/v2.0/.well-known/openid-configuration",
            Action.PUBLIC,
            SignOnRoutes::configuration)
        .addQuiet("GET /{tenant}/discovery/keys", Action.PUBLIC, this::keys)
        .addQuiet("GET /{tenant}/discovery/v2.0/keys", Action.PUBLIC, this::keys)
        .add("POST /{tenant}/oauth2/token", Action.PUBLIC, this::token)
        .add("POST /{tenant}/oauth2/v2.0/token", Action.PUBLIC, this::token)
        .add("GET /msi/token", Action.PUBLIC, this::managedIdentity);
  }

  private static Response cloud(Request request) {
    String origin = request.origin();
    ObjectNode cloud = Json.object();
    cloud.put("name", "Lazuli");
    cloud.put("portal", "https://portal.azure.local");
    cloud.put("resourceManager", origin + "/");
    cloud
        .putObject("authentication")
        .put("loginEndpoint", origin + "/")
        .put("tenant", "common")
        .put("identityProvider", "AAD")
        .putArray("audiences")
        .add(origin + "/");
    cloud
        .putObject("suffixes")
        .put("storage", "core.local")
        .put("keyVaultDns", "vault.local")
        .put("acrLoginServer", "azurecr.local");
    cloud.put("graph", origin + "/graph");
    cloud.put("graphAudience", origin + "/graph");
    for (String name : new String[] {"media", "batch", "gallery", "sqlManagement"}) {
      cloud.put(name, "");
    }
    return Response.ok(Json.array().add(cloud));
  }

  private static Response configuration(Request request) {
    String authority = authority(request);
    String version = request.rawPath().contains("/v2.0/") ? "/v2.0" : "";
    ObjectNode answer = Json.object();
    answer.put("issuer", authority + version);
    answer.put("authorization_endpoint", authority + "/oauth2" + version + "/authorize");
    answer.put("token_endpoint", authority + "/oauth2" + version + "/token");
    answer.put("jwks_uri", authority + "/discovery" + version + "/keys");
    answer.putArray("response_types_supported").add("token");
    answer.putArray("grant_types_supported").add("client_credentials");
    answer.putArray("subject_types_supported").add("pairwise");
    answer.putArray("id_token_signing_alg_values_supported").add("RS256");
    answer
        .putArray("token_endpoint_auth_methods_supported")
        .add("client_secret_post")
        .add("client_secret_basic");
    return Response.ok(answer);
  }

  private Response keys(Request request) {
    return Response.ok(tokens.publicKeys());
  }

  private Response token(Request request) {
    Map<String, String> form = form(request);
    String grant = form.getOrDefault("grant_type", "");
    if (!grant.equals("client_credentials")) {
      throw new Problem.Unsupported(
          "grant_type '%s' is not supported: this server knows client_credentials"
              .formatted(grant));
    }
    ServicePrincipal principal =
        principals.signOn(require(form, "client_id"), require(form, "client_secret"));
    AccessTokens.Issued issued = tokens.issue(principal, audience(form), authority(request));
    long seconds = Duration.between(clock.instant(), issued.expires()).toSeconds();
    ObjectNode answer = Json.object();
    answer.put("token_type", "Bearer");
    answer.put("expires_in", seconds);
    answer.put("ext_expires_in", seconds);
    answer.put("expires_on", issued.expires().getEpochSecond());
    answer.put("resource", issued.audience());
    answer.put("access_token", issued.text());
    return Response.ok(answer).with("Cache-Control", "no-store");
  }

  /// Tokens for code that runs inside jobs and deployments, as App Service words it.
  private Response managedIdentity(Request request) {
    String secret =
        request
            .header("X-IDENTITY-HEADER")
            .or(() -> request.header("secret"))
            .orElseThrow(
                () -> new Problem.Unauthenticated("the header X-IDENTITY-HEADER is missing"));
    ServicePrincipals.Made owner = principals.owner();
    boolean isRight =
        MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8),
            owner.secret().getBytes(StandardCharsets.UTF_8));
    if (!isRight) {
      throw new Problem.Unauthenticated("the value of X-IDENTITY-HEADER is not right");
    }
    String resource =
        request
            .query("resource")
            .orElseThrow(
                () -> new Problem.Invalid("resource", "the query parameter 'resource' is missing"));
    AccessTokens.Issued issued =
        tokens.issue(owner.principal(), resource, request.origin() + "/adfs");
    ObjectNode answer = Json.object();
    answer.put("access_token", issued.text());
    answer.put("expires_on", Long.toString(issued.expires().getEpochSecond()));
    answer.put("resource", resource);
    answer.put("token_type", "Bearer");
    answer.put("client_id", owner.principal().appId());
    return Response.ok(answer).with("Cache-Control", "no-store");
  }

  /// The service that a token is for: `resource`, or `scope` without `/.default`.
  private static String audience(Map<String, String> form) {
    String scope = form.get("scope");
    if (scope == null) {
      return require(form, "resource");
    }
    String first = scope.strip().split(" ", 2)[0];
    return first.endsWith("/.default")
        ? first.substring(0, first.length() - "/.default".length())
        : first;
  }

  private static String require(Map<String, String> form, String name) {
    String value = form.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new Problem.Invalid(name, "the form has no '%s'".formatted(name));
    }
    return value;
  }

  private static Map<String, String> form(Request request) {
    Map<String, String> form = new LinkedHashMap<>();
    String text = new String(request.body(BODY_MAX), StandardCharsets.UTF_8);
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    request.header("Authorization").ifPresent(header -> addBasic(header, form));
    return form;
  }

  private static void addBasic(String header, Map<String, String> form) {
    if (!header.startsWith("Basic ")) {
      return;
    }
    String[] both;
    try {
      both =
          new String(
                  Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8)
              .split(":", 2);
    } catch (IllegalArgumentException e) {
      throw new Problem.Invalid("Authorization", "the header is not Basic with base64");
    }
    if (both.length == 2) {
      form.putIfAbsent("client_id", decoded(both[0]));
      form.putIfAbsent("client_secret", decoded(both[1]));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Problem.Invalid("body", "the form is not URL-encoded: " + e.getMessage());
    }
  }

  private static String authority(Request request) {
    return request.origin() + "/" + request.path("tenant");
  }
}
