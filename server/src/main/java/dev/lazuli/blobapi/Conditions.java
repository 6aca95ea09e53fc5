package dev.lazuli.blobapi;

import dev.lazuli.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/// What must hold of a blob before a request touches it, as [the Blob
/// service](https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations)
/// has it.
record Conditions(
    Optional<String> match,
    Optional<String> noneMatch,
    Optional<Instant> modifiedSince,
    Optional<Instant> unmodifiedSince) {

  static Conditions of(Request request) {
    return of(request, "");
  }

  /// Those of the source of a copy.
  static Conditions ofSource(Request request) {
    return of(request, "x-ms-source-");
  }

  private static Conditions of(Request request, String prefix) {
    return new Conditions(
        request.header(prefix + "If-Match"),
        request.header(prefix + "If-None-Match"),
        request.header(prefix + "If-Modified-Since").map(Conditions::time),
        request.header(prefix + "If-Unmodified-Since").map(Conditions::time));
  }

  /// Returns normally when a change may go on.
  ///
  /// @param etag of the blob, with its quotes; empty when there is no blob
  void checkForChange(Optional<String> etag, Instant modified, String path) {
    if (match.isPresent() && (etag.isEmpty() || !names(match.get(), etag.get()))) {
      throw StorageFailure.conditionNotMet("If-Match");
    }
    if (noneMatch.isPresent() && etag.isPresent() && names(noneMatch.get(), etag.get())) {
      throw noneMatch.get().strip().equals("*")
          ? StorageFailure.blobExists(path)
          : StorageFailure.conditionNotMet("If-None-Match");
    }
    if (etag.isPresent()) {
      checkTimes(modified, false);
    }
  }

  /// Returns normally when the blob is to be read.
  void checkForRead(String etag, Instant modified) {
    if (match.isPresent() && !names(match.get(), etag)) {
      throw StorageFailure.conditionNotMet("If-Match");
    }
    if (noneMatch.isPresent() && names(noneMatch.get(), etag)) {
      throw StorageFailure.notModified();
    }
    checkTimes(modified, true);
  }

  private void checkTimes(Instant modified, boolean isRead) {
    Instant seconds = modified.truncatedTo(ChronoUnit.SECONDS);
    if (unmodifiedSince.isPresent() && seconds.isAfter(unmodifiedSince.get())) {
      throw StorageFailure.conditionNotMet("If-Unmodified-Since");
    }
    if (modifiedSince.isPresent() && noneMatch.isEmpty() && !seconds.isAfter(modifiedSince.get())) {
      throw isRead
          ? StorageFailure.notModified()
          : StorageFailure.conditionNotMet("If-Modified-Since");
    }
  }

  private static boolean names(String header, String etag) {
    String plain = plain(etag);
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || plain(one).equals(plain));
  }

  private static String plain(String etag) {
    String text = etag.startsWith("W/") ? etag.substring(2) : etag;
    return text.replace("\"", "");
  }

  private static Instant time(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw StorageFailure.invalidHeader("If-(Un)Modified-Since", text, "a date of RFC 1123");
    }
  }
}
