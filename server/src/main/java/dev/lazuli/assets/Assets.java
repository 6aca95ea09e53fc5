package dev.lazuli.assets;

import dev.lazuli.base.Problem;
import dev.lazuli.base.Trail;
import dev.lazuli.identity.OwnedRows;
import dev.lazuli.identity.Owner;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// The assets of workspaces and registries, by kind, name and version.
public final class Assets {
  /// The label of the version made last.
  public static final String LATEST = "latest";

  /// The property in which clients tell the hash of a version's files.
  private static final String HASH = "hash_sha256";

  private static final int DIGITS_MAX = 18;

  private final Database database;

  public Assets(Database database) {
    this.database = database;
  }

  /// What [#put] did.
  public record Put(boolean isNew, AssetVersion version) {}

  /// Makes a version, or changes the labels of one.
  ///
  /// @throws Problem.Invalid when the name or version cannot be used, or what it is lacks something
  /// @throws Problem.Conflict when it exists and is something else
  public Put put(
      Owner owner,
      AssetKind kind,
      String name,
      String version,
      ObjectNode spec,
      AssetVersion.Labels labels) {
    AssetName.check("name", name);
    AssetName.check("version", version);
    kind.check(spec);
    return database.write(in -> {
      AssetContainer container = obtain(in, owner, kind, name, labels.isAnonymous());
      Optional<AssetVersion> before = AssetStore.find(in, container, version);
      if (before.isEmpty()) {
        return new Put(true, add(in, owner, container, version, spec, labels));
      }
      if (!before.get().spec().equals(spec)) {
        throw new Problem.Conflict(
            "%s '%s:%s' exists and is something else; versions are not changed, make a new one"
                .formatted(kind.noun(), name, version));
      }
      return new Put(false, change(in, owner, before.get(), _ -> labels));
    });
  }

  private static AssetContainer obtain(
      Transaction in, Owner owner, AssetKind kind, String name, boolean anonymous) {
    Optional<AssetContainer> found = AssetStore.find(in, owner, kind, name);
    if (found.isPresent()) {
      return found.get();
    }
    AssetStore.insert(in, owner, kind, name, anonymous, Trail.begun(in.caller(), in.now()));
    event(in, owner, kind, "created", name);
    return AssetStore.find(in, owner, kind, name).orElseThrow();
  }

  private static AssetVersion add(
      Transaction in,
      Owner owner,
      AssetContainer container,
      String version,
      ObjectNode spec,
      AssetVersion.Labels labels) {
    Trail trail = Trail.begun(in.caller(), in.now());
    AssetKind kind = container.kind();
    AssetStore.insert(
        in,
        container,
        new AssetVersion(0, kind, container.name(), version, spec, labels, trail),
        labels.properties().getOrDefault(HASH, ""));
    AssetStore.update(
        in,
        new AssetContainer(
            container.id(),
            kind,
            container.name(),
            container.description(),
            container.tags(),
            container.properties(),
            container.isArchived(),
            version,
            Math.max(container.nextVersion(), number(version) + 1),
            container.trail().changed(in.caller(), in.now())));
    event(in, owner, kind, "created", container.name() + "/versions/" + version);
    return AssetStore.find(in, container, version).orElseThrow();
  }

  /// The number that a version is; 0 when it is a text of another kind.
  private static long number(String version) {
    return version.length() <= DIGITS_MAX && version.chars().allMatch(Character::isDigit)
        ? Long.parseLong(version)
        : 0;
  }

  /// Changes what people say of a version.
  ///
  /// @throws Problem.NotFound when there is none
  public AssetVersion change(
      Owner owner,
      AssetKind kind,
      String name,
      String version,
      UnaryOperator<AssetVersion.Labels> how) {
    return database.write(in -> change(in, owner, require(in, owner, kind, name, version), how));
  }

  private static AssetVersion change(
      Transaction in, Owner owner, AssetVersion old, UnaryOperator<AssetVersion.Labels> how) {
    AssetVersion changed =
        new AssetVersion(
            old.id(),
            old.kind(),
            old.name(),
            old.version(),
            old.spec(),
            how.apply(old.labels()),
            old.trail().changed(in.caller(), in.now()));
    if (changed.labels().equals(old.labels())) {
      return old;
    }
    AssetStore.update(in, changed);
    event(in, owner, old.kind(), "updated", old.name() + "/versions/" + old.version());
    return changed;
  }

  /// Changes what people say of an asset as a whole; it is made when it does not exist.
  public AssetContainer change(
      Owner owner,
      AssetKind kind,
      String name,
      String description,
      Map<String, String> tags,
      Map<String, String> properties,
      boolean archived) {
    AssetName.check("name", name);
    return database.write(in -> {
      AssetContainer old = obtain(in, owner, kind, name, false);
      AssetContainer changed =
          new AssetContainer(
              old.id(),
              kind,
              name,
              description,
              tags,
              properties,
              archived,
              old.latestVersion(),
              old.nextVersion(),
              old.trail().changed(in.caller(), in.now()));
      AssetStore.update(in, changed);
      event(in, owner, kind, "updated", name);
      return changed;
    });
  }

  /// Removes an asset with its versions; false when there was none.
  public boolean remove(Owner owner, AssetKind kind, String name) {
    return database.write(in -> {
      Optional<AssetContainer> found = AssetStore.find(in, owner, kind, name);
      found.ifPresent(container -> {
        AssetStore.delete(in, container);
        event(in, owner, kind, "deleted", name);
      });
      return found.isPresent();
    });
  }

  /// Removes a version; false when there was none. Its number is not given again.
  public boolean remove(Owner owner, AssetKind kind, String name, String version) {
    return database.write(in -> {
      Optional<AssetContainer> container = AssetStore.find(in, owner, kind, name);
      Optional<AssetVersion> found = container.flatMap(one -> AssetStore.find(in, one, version));
      if (found.isEmpty()) {
        return false;
      }
      AssetStore.delete(in, found.get());
      AssetContainer old = container.get();
      String latest =
          AssetStore.versions(in, old, new Listing(Listing.View.ALL, 0, 1)).stream()
              .findFirst()
              .map(AssetVersion::version)
              .orElse("");
      AssetStore.update(
          in,
          new AssetContainer(
              old.id(),
              kind,
              name,
              old.description(),
              old.tags(),
              old.properties(),
              old.isArchived(),
              latest,
              old.nextVersion(),
              old.trail().changed(in.caller(), in.now())));
      event(in, owner, kind, "deleted", name + "/versions/" + version);
      return true;
    });
  }

  /// A version.
  ///
  /// @param version a version, or [#LATEST]
  public Optional<AssetVersion> find(Owner owner, AssetKind kind, String name, String version) {
    return database.read(in -> find(in, owner, kind, name, version));
  }

  private static Optional<AssetVersion> find(
      Transaction in, Owner owner, AssetKind kind, String name, String version) {
    return AssetStore.find(in, owner, kind, name)
        .flatMap(container ->
            AssetStore.find(
                in, container, version.equals(LATEST) ? container.latestVersion() : version));
  }

  /// A version.
  ///
  /// @param version a version, or [#LATEST]
  /// @throws Problem.NotFound when there is none
  public AssetVersion require(Owner owner, AssetKind kind, String name, String version) {
    return database.read(in -> require(in, owner, kind, name, version));
  }

  private static AssetVersion require(
      Transaction in, Owner owner, AssetKind kind, String name, String version) {
    return find(in, owner, kind, name, version)
        .orElseThrow(() -> {
          String known =
              AssetStore.find(in, owner, kind, name)
                  .map(container ->
                      AssetStore.versions(in, container, new Listing(Listing.View.ALL, 0, 10)))
                  .orElse(List.of())
                  .stream()
                  .map(AssetVersion::version)
                  .collect(Collectors.joining(", "));
          return new Problem.NotFound(
              known.isEmpty()
                  ? "no %s '%s'".formatted(kind.noun(), name)
                  : "%s '%s' has no version '%s'; it has %s"
                      .formatted(kind.noun(), name, version, known));
        });
  }

  /// An asset with all its versions.
  ///
  /// @throws Problem.NotFound when there is none
  public AssetContainer require(Owner owner, AssetKind kind, String name) {
    return database.read(in -> require(in, owner, kind, name));
  }

  private static AssetContainer require(Transaction in, Owner owner, AssetKind kind, String name) {
    return AssetStore.find(in, owner, kind, name)
        .orElseThrow(() -> new Problem.NotFound("no %s '%s'".formatted(kind.noun(), name)));
  }

  /// The assets that have a name of their own, by name.
  public List<AssetContainer> list(Owner owner, AssetKind kind, Listing listing) {
    return database.read(in -> AssetStore.containers(in, owner, kind, listing));
  }

  /// The versions of an asset, the one made last first.
  ///
  /// @throws Problem.NotFound when there is no such asset
  public List<AssetVersion> versions(Owner owner, AssetKind kind, String name, Listing listing) {
    return database.read(in -> AssetStore.versions(in, require(in, owner, kind, name), listing));
  }

  /// The newest version, under any name, whose files have this hash.
  public Optional<AssetVersion> byHash(Owner owner, AssetKind kind, String hash) {
    return database.read(in -> AssetStore.byHash(in, owner, kind, hash));
  }

  private static void event(
      Transaction in, Owner owner, AssetKind kind, String verb, String subject) {
    Events.append(
        in, owner.id(), kind.noun() + "." + verb, kind.collection() + "/" + subject, Map.of());
  }

  /// The rows that go with an owner.
  public static OwnedRows ownedRows() {
    return OwnedRows.of(
        "DELETE FROM asset_versions WHERE container_id IN (SELECT id FROM asset_containers WHERE"
            + " owner_id = ?)",
        "DELETE FROM asset_containers WHERE owner_id = ?");
  }
}
