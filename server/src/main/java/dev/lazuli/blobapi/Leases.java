package dev.lazuli.blobapi;

import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.store.BlobName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;

/// Takes and gives back [leases](https://learn.microsoft.com/rest/api/storageservices/lease-blob)
/// of blobs.
final class Leases {
  private static final int SECONDS_MIN = 15;
  private static final int SECONDS_MAX = 60;

  private final Blobs blobs;
  private final Clock clock;

  Leases(Blobs blobs, Clock clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  Response answer(Request request, BlobName name) {
    String action = request.header("x-ms-lease-action").orElse("");
    String given = request.header("x-ms-lease-id").orElse("");
    String proposed = request.header("x-ms-proposed-lease-id").orElse("");
    return switch (action) {
      case "acquire" -> {
        int seconds = seconds(request);
        Blobs.Found found =
            blobs.lease(
                name, record -> record.withLease(acquired(record.lease(), proposed, seconds)));
        yield answer(201, found);
      }
      case "renew" ->
          answer(
              200, blobs.lease(name, record -> record.withLease(renewed(record.lease(), given))));
      case "change" ->
          answer(
              200,
              blobs.lease(
                  name, record -> record.withLease(renamed(record.lease(), given, proposed))));
      case "release" -> {
        Blobs.Found found =
            blobs.lease(
                name,
                record -> {
                  requireHolder(record.lease(), given);
                  return record.withLease(BlobRecord.Lease.NONE);
                });
        yield BlobAnswers.changed(Response.empty(200), found);
      }
      case "break" -> {
        Blobs.Found found = blobs.lease(name, record -> record.withLease(BlobRecord.Lease.NONE));
        yield BlobAnswers.changed(Response.empty(202), found).with("x-ms-lease-time", "0");
      }
      default ->
          throw StorageFailure.invalidHeader(
              "x-ms-lease-action", action, "acquire, renew, change, release or break");
    };
  }

  private BlobRecord.Lease acquired(BlobRecord.Lease before, String proposed, int seconds) {
    if (before.isHeld(clock.millis()) && !before.id().equals(proposed)) {
      throw StorageFailure.leaseConflict(
          "LeaseAlreadyPresent", "There is a lease on the blob already.");
    }
    String id =
        proposed.isEmpty()
            ? UUID.nameUUIDFromBytes(blobs.newEtag().getBytes(StandardCharsets.UTF_8)).toString()
            : proposed;
    return new BlobRecord.Lease(id, end(seconds), seconds);
  }

  private BlobRecord.Lease renewed(BlobRecord.Lease before, String given) {
    requireHolder(before, given);
    return new BlobRecord.Lease(before.id(), end(before.seconds()), before.seconds());
  }

  private BlobRecord.Lease renamed(BlobRecord.Lease before, String given, String proposed) {
    requireHolder(before, given);
    return new BlobRecord.Lease(proposed, before.untilMs(), before.seconds());
  }

  private static void requireHolder(BlobRecord.Lease lease, String given) {
    if (lease.id().isEmpty() || !lease.id().equals(given)) {
      throw StorageFailure.leaseConflict(
          "LeaseIdMismatchWithLeaseOperation",
          "The lease of x-ms-lease-id is not the one on the blob.");
    }
  }

  private long end(int seconds) {
    return seconds < 0 ? -1 : clock.millis() + seconds * 1_000L;
  }

  private static int seconds(Request request) {
    String text = request.header("x-ms-lease-duration").orElse("-1");
    if (text.equals("-1")) {
      return -1;
    }
    if (text.matches("\\d{1,3}")) {
      int seconds = Integer.parseInt(text);
      if (seconds >= SECONDS_MIN && seconds <= SECONDS_MAX) {
        return seconds;
      }
    }
    throw StorageFailure.invalidHeader(
        "x-ms-lease-duration", text, "-1, or a whole number from 15 to 60");
  }

  private static Response answer(int status, Blobs.Found found) {
    return BlobAnswers.changed(Response.empty(status), found)
        .with("x-ms-lease-id", found.record().lease().id());
  }
}
