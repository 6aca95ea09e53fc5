package dev.lazuli.blobapi;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Sha256;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStat;
import dev.lazuli.store.BlobStore;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The blobs of the store with what the Blob service knows of them: block and append blobs.
final class Blobs {
  /// Where blocks lie until they are committed; no client sees it.
  static final String STAGED = "lazuli-staged-blocks";

  private static final int STRIPES = 256;
  private static final int BLOCKS_MAX = 50_000;

  private final BlobStore store;
  private final BlobRecords records;
  private final Limits limits;
  private final Clock clock;
  private final Ids ids;
  private final List<Object> stripes = Stream.generate(Object::new).limit(STRIPES).toList();

  Blobs(BlobStore store, BlobRecords records, Limits limits, Clock clock, Ids ids) {
    this.store = store;
    this.records = records;
    this.limits = limits;
    this.clock = clock;
    this.ids = ids;
  }

  /// A blob as it is now.
  record Found(BlobStat stat, BlobRecord record) {
    String etag() {
      return "\"" + record.etag() + "\"";
    }
  }

  /// What a client says of a blob that it puts.
  ///
  /// @param md5 base64 hash that the content must have; empty for any
  /// @param leaseId empty for none
  record Draft(
      String type,
      Map<String, String> headers,
      Map<String, String> metadata,
      Map<String, String> tags,
      String md5,
      Conditions conditions,
      String leaseId) {}

  Optional<Found> find(BlobName name) {
    return store.stat(name).map(stat -> new Found(stat, current(stat, records.find(name))));
  }

  Found require(BlobName name) {
    return find(name).orElseThrow(() -> StorageFailure.noBlob(name.path()));
  }

  InputStream open(BlobName name, long offset, long length) {
    return store.open(name, offset, length);
  }

  /// All blobs whose path begins so, by path.
  List<Found> list(String container, String prefix) {
    Map<String, BlobRecord> said = records.below(container, prefix);
    return store.list(container, prefix).stream()
        .map(stat ->
            new Found(stat, current(stat, Optional.ofNullable(said.get(stat.name().path())))))
        .toList();
  }

  /// Stores a blob as a whole.
  Found put(BlobName name, Draft draft, InputStream content) {
    synchronized (stripe(name)) {
      checkChange(name, draft.conditions(), draft.leaseId());
      return stored(name, draft, content, List.of());
    }
  }

  /// Keeps a block until its list is committed.
  void stage(BlobName name, String blockId, InputStream content, String md5) {
    store.put(staged(name, blockId), new Md5Stream(content, md5), limits.uploadMax());
  }

  /// Makes a blob of blocks.
  ///
  /// @param blocks where each comes from, in order
  Found commit(BlobName name, Draft draft, List<BlockList.Entry> blocks) {
    if (blocks.size() > BLOCKS_MAX) {
      throw StorageFailure.tooManyBlocks(BLOCKS_MAX);
    }
    synchronized (stripe(name)) {
      checkChange(name, draft.conditions(), draft.leaseId());
      Map<String, long[]> committed = committed(name);
      List<InputStream> parts = new ArrayList<>();
      List<BlobRecord.Block> made = new ArrayList<>();
      for (BlockList.Entry entry : blocks) {
        Optional<BlobStat> fresh =
            entry.place() == BlockList.Place.COMMITTED
                ? Optional.empty()
                : store.stat(staged(name, entry.id()));
        long[] old =
            fresh.isPresent() || entry.place() == BlockList.Place.UNCOMMITTED
                ? null
                : committed.get(entry.id());
        if (fresh.isPresent()) {
          long size = fresh.get().size();
          parts.add(new LaterStream(() -> store.open(fresh.get().name(), 0, size)));
          made.add(new BlobRecord.Block(entry.id(), size));
        } else if (old != null) {
          parts.add(new LaterStream(() -> store.open(name, old[0], old[1])));
          made.add(new BlobRecord.Block(entry.id(), old[1]));
        } else {
          throw StorageFailure.invalidBlockList(entry.id());
        }
      }
      Found found =
          stored(name, draft, new SequenceInputStream(Collections.enumeration(parts)), made);
      dropStaged(name);
      return found;
    }
  }

  /// The blocks that wait to be committed, by id.
  List<BlobRecord.Block> uncommitted(BlobName name) {
    String folder = stagedFolder(name) + "/";
    return store.list(STAGED, folder).stream()
        .map(stat ->
            new BlobRecord.Block(
                new String(
                    HexFormat.of().parseHex(stat.name().path().substring(folder.length())),
                    StandardCharsets.UTF_8),
                stat.size()))
        .toList();
  }

  /// What must hold when bytes are added.
  ///
  /// @param position where the client thinks that the end is; -1 for wherever it is
  /// @param leaseId empty for none
  record Guarded(long position, Conditions conditions, String leaseId) {}

  /// Adds bytes to the end of an append blob.
  Found append(BlobName name, InputStream content, String md5, Guarded guarded) {
    synchronized (stripe(name)) {
      Found before = require(name);
      checkChange(name, guarded.conditions(), guarded.leaseId());
      if (!before.record().type().equals(BlobRecord.APPEND_BLOB)) {
        throw StorageFailure.wrongType(before.record().type(), BlobRecord.APPEND_BLOB);
      }
      if (guarded.position() >= 0 && guarded.position() != before.stat().size()) {
        throw StorageFailure.appendPosition(before.stat().size());
      }
      Md5Stream added = new Md5Stream(content, md5);
      BlobStore.Stored stored =
          store.put(
              name,
              new SequenceInputStream(store.open(name, 0, before.stat().size()), added),
              limits.uploadMax());
      BlobRecord old = before.record();
      Map<String, String> headers = new HashMap<>(old.headers());
      headers.remove("Content-MD5");
      BlobRecord record =
          new BlobRecord(
              stamp(stored.stat()),
              newEtag(),
              old.type(),
              headers,
              old.metadata(),
              old.tags(),
              List.of(),
              old.lease());
      records.put(name, record);
      return new Found(stored.stat(), record);
    }
  }

  /// Changes what is said of a blob, not its bytes.
  Found change(
      BlobName name, Conditions conditions, String leaseId, UnaryOperator<BlobRecord> change) {
    synchronized (stripe(name)) {
      Found before = require(name);
      checkChange(name, conditions, leaseId);
      BlobRecord record = change.apply(before.record());
      records.put(name, record);
      return new Found(before.stat(), record);
    }
  }

  /// Changes the lease of a blob; whether that is allowed, `change` decides.
  Found lease(BlobName name, UnaryOperator<BlobRecord> change) {
    synchronized (stripe(name)) {
      Found before = require(name);
      BlobRecord record = change.apply(before.record());
      records.put(name, record);
      return new Found(before.stat(), record);
    }
  }

  void delete(BlobName name, Conditions conditions, String leaseId) {
    synchronized (stripe(name)) {
      require(name);
      checkChange(name, conditions, leaseId);
      store.delete(name);
      records.delete(name);
    }
  }

  /// Removes a blob whatever holds it.
  void remove(BlobName name) {
    synchronized (stripe(name)) {
      store.delete(name);
      records.delete(name);
    }
  }

  String newEtag() {
    return "0x" + ids.hex().substring(0, 16).toUpperCase(Locale.ROOT);
  }

  private Found stored(
      BlobName name, Draft draft, InputStream content, List<BlobRecord.Block> blocks) {
    Md5Stream hashed = new Md5Stream(content, draft.md5());
    BlobRecord.Lease lease =
        find(name).map(found -> found.record().lease()).orElse(BlobRecord.Lease.NONE);
    BlobStore.Stored stored = store.put(name, hashed, limits.uploadMax());
    Map<String, String> headers = new HashMap<>(draft.headers());
    if (blocks.isEmpty()) {
      headers.putIfAbsent("Content-MD5", hashed.base64());
    }
    BlobRecord record =
        new BlobRecord(
            stamp(stored.stat()),
            newEtag(),
            draft.type(),
            headers,
            draft.metadata(),
            draft.tags(),
            blocks,
            lease);
    records.put(name, record);
    return new Found(stored.stat(), record);
  }

  private void checkChange(BlobName name, Conditions conditions, String leaseId) {
    Optional<Found> before = find(name);
    conditions.checkForChange(
        before.map(Found::etag),
        before.map(found -> found.stat().modified()).orElse(Instant.EPOCH),
        name.path());
    boolean isHeld =
        before.map(found -> found.record().lease().isHeld(clock.millis())).orElse(false);
    if (isHeld && leaseId.isEmpty()) {
      throw StorageFailure.leaseMissing();
    }
    if (isHeld && !leaseId.equals(before.get().record().lease().id())) {
      throw StorageFailure.leaseConflict(
          "LeaseIdMismatchWithBlobOperation",
          "The lease of x-ms-lease-id is not the one that is held.");
    }
  }

  /// Offset and length of each block of the blob that is there, by id.
  private Map<String, long[]> committed(BlobName name) {
    Map<String, long[]> places = new HashMap<>();
    long offset = 0;
    for (BlobRecord.Block block : find(name).map(f -> f.record().blocks()).orElse(List.of())) {
      places.putIfAbsent(block.id(), new long[] {offset, block.size()});
      offset += block.size();
    }
    return places;
  }

  private void dropStaged(BlobName name) {
    store.list(STAGED, stagedFolder(name) + "/").forEach(stat -> store.delete(stat.name()));
  }

  /// What holds of a blob now: what was said, unless its bytes were since written another way.
  private static BlobRecord current(BlobStat stat, Optional<BlobRecord> said) {
    String stamp = stamp(stat);
    return said.filter(record -> record.stamp().equals(stamp))
        .orElseGet(() ->
            new BlobRecord(
                stamp,
                "0x" + stamp.toUpperCase(Locale.ROOT),
                BlobRecord.BLOCK_BLOB,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                BlobRecord.Lease.NONE));
  }

  private static String stamp(BlobStat stat) {
    Instant modified = stat.modified();
    return Long.toHexString(modified.getEpochSecond() * 1_000_000_000L + modified.getNano())
        + Long.toHexString(stat.size());
  }

  private static BlobName staged(BlobName name, String blockId) {
    return new BlobName(
        STAGED,
        stagedFolder(name)
            + "/"
            + HexFormat.of().formatHex(blockId.getBytes(StandardCharsets.UTF_8)));
  }

  private static String stagedFolder(BlobName name) {
    return Sha256.hex(name.container() + "/" + name.path());
  }

  private Object stripe(BlobName name) {
    return stripes.get(Math.floorMod(name.hashCode(), STRIPES));
  }
}
