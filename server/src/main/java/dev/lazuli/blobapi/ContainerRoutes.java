package dev.lazuli.blobapi;

import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.http.Action;
import dev.lazuli.http.Handler;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.signon.AccessTokens;
import dev.lazuli.signon.ServicePrincipals;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The account and its containers.
final class ContainerRoutes {
  private static final int PAGE_MAX = 5_000;

  private final Containers containers;
  private final Signatures signatures;
  private final StorageAccount account;
  private final Clock clock;

  ContainerRoutes(
      Containers containers, Signatures signatures, StorageAccount account, Clock clock) {
    this.containers = containers;
    this.signatures = signatures;
    this.account = account;
    this.clock = clock;
  }

  /// The table of these routes.
  Routes routes() {
    Routes routes = Routes.exact(new StorageProtocol(), StorageEndpoint.prefixes());
    for (String root : List.of("", "/")) {
      routes
          .add("GET " + root, Action.BLOBS_READ, answering(this::service, "l"))
          .add("HEAD " + root, Action.BLOBS_READ, answering(ContainerRoutes::account, "l"))
          .add("POST " + root, Action.BLOBS_WRITE, answering(this::delegate, "l"));
    }
    return routes
        .add("GET /{container}", Action.BLOBS_READ, answering(this::read, "rl"))
        .add("HEAD /{container}", Action.BLOBS_READ, answering(this::properties, "rl"))
        .add("PUT /{container}", Action.BLOBS_WRITE, answering(this::change, "cw"))
        .add("DELETE /{container}", Action.BLOBS_DELETE, answering(this::delete, "d"));
  }

  private Handler answering(Handler handler, String permissions) {
    return request -> {
      try {
        String container = request.findPath("container").orElse("");
        signatures.check(request, new Signatures.Subject(container, "", permissions));
        return BlobAnswers.dressed(request, handler.handle(request));
      } catch (StorageFailure failure) {
        return StorageProtocol.failure(failure, request.id());
      }
    };
  }

  private Response service(Request request) {
    return switch (request.query("comp").orElse("")) {
      case "list" -> list(request);
      case "properties" ->
          request.query("restype").orElse("").equals("account")
              ? account(request)
              : serviceProperties();
      default -> throw StorageFailure.invalidQuery("comp", comp(request), "list or properties");
    };
  }

  private Response list(Request request) {
    String prefix = request.query("prefix").orElse("");
    String marker = request.query("marker").orElse("");
    int max = BlobAnswers.pageSize(request, PAGE_MAX);
    boolean withMetadata = request.query("include").orElse("").contains("metadata");
    List<BlobRecords.Container> found = new ArrayList<>(containers.list());
    found.removeIf(one -> !one.name().startsWith(prefix) || one.name().compareTo(marker) < 0);
    Xml xml = new Xml().open("EnumerationResults", "ServiceEndpoint", request.origin() + "/");
    xml.add("Prefix", prefix).add("Marker", marker).add("MaxResults", Integer.toString(max));
    xml.open("Containers");
    for (BlobRecords.Container one : found.subList(0, Math.min(max, found.size()))) {
      xml.open("Container").add("Name", one.name()).open("Properties");
      xml.add("Last-Modified", BlobAnswers.httpDate(one.changed()))
          .add("Etag", "\"" + one.etag() + "\"")
          .add("LeaseStatus", "unlocked")
          .add("LeaseState", "available")
          .add("HasImmutabilityPolicy", "false")
          .add("HasLegalHold", "false");
      xml.close("Properties");
      if (withMetadata) {
        xml.addMetadata(one.metadata());
      }
      xml.close("Container");
    }
    xml.close("Containers").add("NextMarker", found.size() > max ? found.get(max).name() : "");
    return xml.close("EnumerationResults").answer(200);
  }

  private static Response serviceProperties() {
    return new Xml().open("StorageServiceProperties").close("StorageServiceProperties").answer(200);
  }

  private static Response account(Request request) {
    return Response.empty(200)
        .with("x-ms-sku-name", "Standard_LRS")
        .with("x-ms-account-kind", "StorageV2")
        .with("x-ms-is-hns-enabled", "false");
  }

  /// The key of a user delegation: it follows from its terms and is kept nowhere.
  private Response delegate(Request request) {
    if (!comp(request).equals("userdelegationkey")) {
      throw StorageFailure.unsupported("'comp=%s' on the account".formatted(comp(request)));
    }
    Map<String, String> body = new TreeMap<>();
    BlockList.elements(request.body()).forEach(element -> body.put(element[0], element[1]));
    String start = body.getOrDefault("Start", BlobAnswers.isoDate(clock.instant()));
    String end = body.getOrDefault("Expiry", "");
    String version = request.header("x-ms-version").orElse("2024-11-04");
    String owner = ServicePrincipals.OWNER.objectId();
    String tenant = AccessTokens.TENANT;
    String terms = String.join("\n", owner, tenant, start, end, "b", version);
    return new Xml()
        .open("UserDelegationKey")
        .add("SignedOid", owner)
        .add("SignedTid", tenant)
        .add("SignedStart", start)
        .add("SignedExpiry", end)
        .add("SignedService", "b")
        .add("SignedVersion", version)
        .add("Value", account.delegationKey(terms))
        .close("UserDelegationKey")
        .answer(200);
  }

  private Response read(Request request) {
    return switch (comp(request)) {
      case "list" -> blobs(request);
      case "acl" -> properties(request, new Xml().add("SignedIdentifiers", "").answer(200));
      case "", "metadata" -> properties(request);
      default -> throw StorageFailure.invalidQuery("comp", comp(request), "list, metadata or acl");
    };
  }

  private Response blobs(Request request) {
    String container = request.path("container");
    BlobListing listing =
        new BlobListing(
            request.query("prefix").orElse(""),
            request.query("delimiter").orElse(""),
            request.query("marker").orElse(""),
            BlobAnswers.pageSize(request, PAGE_MAX),
            String.join(",", request.queryAll("include")));
    String endpoint = request.origin() + "/" + StorageAccount.NAME + "/";
    return listing
        .xml(endpoint, container, containers.blobs(container, listing.prefix()), clock.millis())
        .answer(200);
  }

  private Response properties(Request request) {
    return properties(request, Response.empty(200));
  }

  private Response properties(Request request, Response answer) {
    BlobRecords.Container container = containers.require(request.path("container"));
    Response full =
        described(answer, container)
            .with("x-ms-lease-status", "unlocked")
            .with("x-ms-lease-state", "available")
            .with("x-ms-has-immutability-policy", "false")
            .with("x-ms-has-legal-hold", "false");
    for (Map.Entry<String, String> entry : container.metadata().entrySet()) {
      full = full.with("x-ms-meta-" + entry.getKey(), entry.getValue());
    }
    return full;
  }

  private Response change(Request request) {
    String name = request.path("container");
    return switch (comp(request)) {
      case "" ->
          described(Response.empty(201), containers.create(name, BlobAnswers.metadata(request)));
      case "metadata" ->
          described(
              Response.empty(200), containers.changeMetadata(name, BlobAnswers.metadata(request)));
      case "acl" -> {
        if (request.header("x-ms-blob-public-access").isPresent()) {
          throw StorageFailure.unsupported("public access to containers");
        }
        yield described(Response.empty(200), containers.require(name));
      }
      default ->
          throw StorageFailure.unsupported("'comp=%s' on a container".formatted(comp(request)));
    };
  }

  private Response delete(Request request) {
    containers.delete(request.path("container"));
    return Response.empty(202);
  }

  private static Response described(Response answer, BlobRecords.Container container) {
    return answer
        .with("ETag", "\"" + container.etag() + "\"")
        .with("Last-Modified", BlobAnswers.httpDate(container.changed()));
  }

  private static String comp(Request request) {
    return request.query("comp").orElse("");
  }
}
