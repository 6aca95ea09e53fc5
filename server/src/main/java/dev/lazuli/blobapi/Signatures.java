package dev.lazuli.blobapi;

import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.http.Request;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Checks what clients sign with the key of the account:
/// [SharedKey](https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key) and
/// [shared access
/// signatures](https://learn.microsoft.com/rest/api/storageservices/create-service-sas).
final class Signatures {
  private static final List<String> SIGNED_HEADERS =
      List.of(
          "Content-Encoding",
          "Content-Language",
          "Content-Length",
          "Content-MD5",
          "Content-Type",
          "Date",
          "If-Modified-Since",
          "If-Match",
          "If-None-Match",
          "If-Unmodified-Since",
          "Range");

  private final StorageAccount account;
  private final Clock clock;

  Signatures(StorageAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /// What a request is about.
  ///
  /// @param path of the blob; empty for the container as a whole
  /// @param permissions letters of which a signature must give one, such as `cw`
  record Subject(String container, String path, String permissions) {}

  /// Returns normally when the request carries no signature, or a right one that permits it.
  void check(Request request, Subject subject) {
    String authorization = request.header("Authorization").orElse("");
    if (authorization.startsWith("SharedKey ")) {
      checkSharedKey(request, authorization.substring("SharedKey ".length()).strip());
    } else if (request.query("sig").isPresent()) {
      checkSas(request, subject);
    }
  }

  private void checkSharedKey(Request request, String credential) {
    int colon = credential.indexOf(':');
    if (colon < 0 || !credential.substring(0, colon).equals(StorageAccount.NAME)) {
      throw StorageFailure.notSigned(
          "The account of this server is '%s', not '%s'."
              .formatted(StorageAccount.NAME, credential.substring(0, Math.max(0, colon))));
    }
    if (!account.accepts(textToSign(request), credential.substring(colon + 1))) {
      throw StorageFailure.notSigned(
          "The signature of the Authorization header is not that of the account key; signed text: '%s'."
              .formatted(textToSign(request).replace("\n", "\\n")));
    }
  }

  private static String textToSign(Request request) {
    StringBuilder text = new StringBuilder(request.method()).append('\n');
    for (String name : SIGNED_HEADERS) {
      String value = request.header(name).orElse("");
      text.append(name.equals("Content-Length") && value.equals("0") ? "" : value).append('\n');
    }
    new TreeMap<>(request.headers("x-ms-"))
        .forEach((name, value) -> text.append(name).append(':').append(value.strip()).append('\n'));
    text.append('/').append(StorageAccount.NAME).append(request.rawPath());
    TreeMap<String, List<String>> query = new TreeMap<>();
    request.queries().forEach((name, values) -> query.put(name.toLowerCase(Locale.ROOT), values));
    query.forEach((name, values) ->
        text.append('\n')
            .append(name)
            .append(':')
            .append(values.stream().sorted().collect(Collectors.joining(","))));
    return text.toString();
  }

  private void checkSas(Request request, Subject subject) {
    boolean isAccount = request.query("ss").isPresent();
    boolean isDelegated = request.query("skoid").isPresent();
    String signature = value(request, "sig");
    boolean isRight =
        isAccount
            ? account.accepts(accountText(request), signature)
            : isDelegated
                ? delegatedTexts(request, subject).stream()
                    .anyMatch(text -> account.acceptsDelegated(terms(request), text, signature))
                : account.accepts(serviceText(request, subject), signature);
    if (!isRight) {
      throw StorageFailure.notSigned(
          "The shared access signature was not made with the key of this account for this resource.");
    }
    checkTimes(request);
    String given = value(request, "sp");
    if (subject.permissions().chars().noneMatch(letter -> given.indexOf(letter) >= 0)) {
      throw StorageFailure.notPermitted(
          "The shared access signature permits '%s'; this needs one of '%s'."
              .formatted(given, subject.permissions()));
    }
    if (isAccount && !value(request, "ss").contains("b")) {
      throw StorageFailure.notPermitted("The shared access signature is not for the Blob service.");
    }
  }

  private void checkTimes(Request request) {
    Instant now = clock.instant();
    if (!now.isBefore(time(value(request, "se")))) {
      throw StorageFailure.notSigned(
          "The shared access signature ended at " + value(request, "se"));
    }
    String start = value(request, "st");
    if (!start.isEmpty() && now.isBefore(time(start).minusSeconds(300))) {
      throw StorageFailure.notSigned("The shared access signature begins at " + start);
    }
  }

  private static String accountText(Request request) {
    List<String> lines = new ArrayList<>(List.of(StorageAccount.NAME));
    addAll(lines, request, "sp", "ss", "srt", "st", "se", "sip", "spr", "sv");
    if (value(request, "sv").compareTo("2020-12-06") >= 0) {
      addAll(lines, request, "ses");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String serviceText(Request request, Subject subject) {
    List<String> lines = new ArrayList<>();
    addAll(lines, request, "sp", "st", "se");
    lines.add(resource(request, subject));
    addAll(lines, request, "si", "sip", "spr", "sv");
    addTail(lines, request, List.of());
    return String.join("\n", lines);
  }

  /// The texts of a user delegation: later versions of the service sign more lines.
  private static List<String> delegatedTexts(Request request, Subject subject) {
    List<String> texts = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      List<String> lines = new ArrayList<>();
      addAll(lines, request, "sp", "st", "se");
      lines.add(resource(request, subject));
      addAll(lines, request, "skoid", "sktid", "skt", "ske", "sks", "skv");
      addAll(lines, request, "saoid", "suoid", "scid");
      if (version > 0) {
        addAll(lines, request, "skdutid", "sduoid");
      }
      addAll(lines, request, "sip", "spr", "sv");
      addTail(lines, request, version == 2 ? List.of("", "") : List.of());
      texts.add(String.join("\n", lines));
    }
    return texts;
  }

  private static void addTail(List<String> lines, Request request, List<String> extra) {
    addAll(lines, request, "sr", "snapshot");
    if (value(request, "sv").compareTo("2020-12-06") >= 0) {
      addAll(lines, request, "ses");
    }
    lines.addAll(extra);
    addAll(lines, request, "rscc", "rscd", "rsce", "rscl", "rsct");
  }

  /// What the lines of the terms of a user delegation are.
  static String terms(Request request) {
    List<String> lines = new ArrayList<>();
    addAll(lines, request, "skoid", "sktid", "skt", "ske", "sks", "skv");
    return String.join("\n", lines);
  }

  private static String resource(Request request, Subject subject) {
    String container = "/blob/" + StorageAccount.NAME + "/" + subject.container();
    return value(request, "sr").equals("c") || subject.path().isEmpty()
        ? container
        : container + "/" + subject.path();
  }

  private static void addAll(List<String> lines, Request request, String... names) {
    for (String name : names) {
      lines.add(value(request, name));
    }
  }

  private static String value(Request request, String name) {
    return request.query(name).orElse("");
  }

  private static Instant time(String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw StorageFailure.notSigned("'%s' is not a time of ISO 8601.".formatted(text));
    }
  }
}
