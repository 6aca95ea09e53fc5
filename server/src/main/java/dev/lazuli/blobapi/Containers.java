package dev.lazuli.blobapi;

import dev.lazuli.store.BlobName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The containers: those of datastores, which are always there, and those that clients make.
final class Containers {
  private final BlobRecords records;
  private final Blobs blobs;
  private final Supplier<List<String>> ofDatastores;
  private final Clock clock;

  Containers(BlobRecords records, Blobs blobs, Supplier<List<String>> ofDatastores, Clock clock) {
    this.records = records;
    this.blobs = blobs;
    this.ofDatastores = ofDatastores;
    this.clock = clock;
  }

  /// All containers, by name.
  List<BlobRecords.Container> list() {
    Map<String, BlobRecords.Container> all = new TreeMap<>();
    ofDatastores.get().forEach(name -> all.put(name, builtIn(name)));
    records.containers().forEach(container -> all.put(container.name(), container));
    return List.copyOf(all.values());
  }

  BlobRecords.Container require(String name) {
    checkName(name);
    return records
        .container(name)
        .or(() -> ofDatastores.get().contains(name) ? Optional.of(builtIn(name)) : Optional.empty())
        .orElseThrow(() -> StorageFailure.noContainer(name));
  }

  BlobRecords.Container create(String name, Map<String, String> metadata) {
    checkName(name);
    BlobRecords.Container made =
        new BlobRecords.Container(name, metadata, blobs.newEtag(), clock.instant());
    if (ofDatastores.get().contains(name) || !records.add(made)) {
      throw StorageFailure.containerExists(name);
    }
    return made;
  }

  BlobRecords.Container changeMetadata(String name, Map<String, String> metadata) {
    require(name);
    BlobRecords.Container changed =
        new BlobRecords.Container(name, metadata, blobs.newEtag(), clock.instant());
    records.add(changed);
    records.change(changed);
    return changed;
  }

  /// Removes a container with all that it holds.
  void delete(String name) {
    require(name);
    if (ofDatastores.get().contains(name)) {
      throw StorageFailure.unsupported("the removal of a datastore's container");
    }
    blobs.list(name, "").forEach(found -> blobs.remove(found.stat().name()));
    records.deleteContainer(name);
  }

  /// The blobs below a prefix.
  List<Blobs.Found> blobs(String name, String prefix) {
    require(name);
    return blobs.list(name, prefix);
  }

  private static void checkName(String name) {
    if (name.equals(Blobs.STAGED)) {
      throw StorageFailure.noContainer(name);
    }
    BlobName checked = new BlobName(name, "any");
    if (!checked.container().equals(name)) {
      throw new IllegalStateException("a name stays as it is");
    }
  }

  private static BlobRecords.Container builtIn(String name) {
    return new BlobRecords.Container(name, Map.of(), "0x1", Instant.EPOCH);
  }
}
