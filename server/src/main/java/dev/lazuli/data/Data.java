package dev.lazuli.data;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.assets.AssetName;
import dev.lazuli.assets.Listing;
import dev.lazuli.base.Config;
import dev.lazuli.base.Json;
import dev.lazuli.base.Outbound;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Data assets: making, finding and changing them, and getting at what they point to.
public final class Data {
  /// The label of the version made last.
  public static final String LATEST = "latest";

  private static final int PREVIEW_ROWS = 100;
  private static final int PREVIEW_ROWS_MAX = 1_000;
  private static final long HASHED_BYTES_MAX = 1L << 30;
  private static final Duration WORKER_TIME_MAX = Duration.ofMinutes(5);
  private static final Duration FILE_TIME_MAX = Duration.ofSeconds(30);
  private static final int FILE_WORK_AT_ONCE = 16;

  private final Database database;
  private final Clock clock;
  private final FileWork work = new FileWork(FILE_TIME_MAX, FILE_WORK_AT_ONCE);
  private final DataFiles files;
  private final DataWorker worker;

  public Data(Database database, BlobStore blobs, Config config, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.files =
        new DataFiles(
            blobs,
            new Outbound(config.allowPrivateNetwork()),
            new LocalRoots(config.dataRoots(), config.home()),
            work);
    this.worker = new DataWorker(config.home().resolve("tmp"), WORKER_TIME_MAX);
  }

  /// Makes a version, or changes the description, tags and archive state of one.
  ///
  /// @return whether it is new, and the version
  /// @throws Problem.Conflict when it exists and points elsewhere
  /// @throws Problem.Invalid when the asset has another type, or its place may not be used
  public Put put(Workspace workspace, String name, String version, DataDraft draft) {
    AssetName.check("name", name);
    AssetName.check("version", version);
    String hash = hash(workspace, draft);
    Instant now = clock.instant();
    return database.write(in -> {
      DataContainer container =
          DataStore.find(in, workspace, name)
              .orElseGet(() -> DataStore.add(in, workspace, name, draft.type(), now));
      if (container.type() != draft.type()) {
        throw new Problem.Invalid(
            "dataType",
            "data asset '%s' has the type %s; a version of type %s needs another name"
                .formatted(name, container.type().word(), draft.type().word()));
      }
      Optional<DataVersion> before = DataStore.find(in, container, version);
      if (before.isPresent()) {
        if (!before.get().uri().equals(draft.uri())) {
          throw Problem.Conflict.exists(
              "data version '%s:%s' points to '%s', which cannot change; make a new version"
                  .formatted(name, version, before.get().uri()));
        }
        DataStore.update(in, before.get(), draft, now);
      } else {
        DataStore.add(in, container, version, draft, hash, now);
        DataStore.event(in, workspace, "data.created", name + ":" + version);
      }
      return new Put(before.isEmpty(), requireVersion(in, container, version));
    });
  }

  /// What [#put] did.
  public record Put(boolean isNew, DataVersion version) {}

  /// The hash of what the draft points to, when it is here and not too large; else empty.
  private String hash(Workspace workspace, DataDraft draft) {
    Reference place = place(draft.uri());
    if (place instanceof Reference.Web || place instanceof Reference.Cloud) {
      return "";
    }
    try {
      Located located = files.locate(workspace, place);
      return work.run(draft.uri(), () -> hash(located));
    } catch (Problem.NotFound e) {
      if (place instanceof Reference.LocalPath) {
        throw e;
      }
      return ""; // a datastore path may be filled later
    }
  }

  /// The hash of files that are not too large; else empty.
  private static String hash(Located located) {
    List<DataFiles.Found> found = DataFiles.list(located);
    return size(found) > HASHED_BYTES_MAX ? "" : ContentHash.of(located, found);
  }

  private static long size(List<DataFiles.Found> found) {
    long size = 0;
    try {
      for (DataFiles.Found file : found) {
        size += Files.size(file.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return size;
  }

  private static Reference place(String uri) {
    Reference place = Reference.parse(uri);
    return switch (place) {
      case Reference.DatastorePath _, Reference.LocalPath _, Reference.Web _, Reference.Cloud _ ->
          place;
      default ->
          throw new Problem.Invalid(
              "dataUri", uri, "azureml://datastores/D/paths/P, https:// or an absolute path");
    };
  }

  /// The asset of that name.
  ///
  /// @throws Problem.NotFound when there is none
  public DataContainer require(Workspace workspace, String name) {
    return database.read(in -> requireContainer(in, workspace, name));
  }

  /// A version of an asset.
  ///
  /// @param version a version, or [#LATEST]
  /// @throws Problem.NotFound when there is none
  public DataVersion require(Workspace workspace, String name, String version) {
    return database.read(in -> {
      DataContainer container = requireContainer(in, workspace, name);
      String exact = version;
      if (version.equals(LATEST) || version.equals("@" + LATEST)) {
        exact = container.latestVersion();
      }
      return requireVersion(in, container, exact);
    });
  }

  /// The assets of a workspace, by name.
  public List<DataContainer> list(Workspace workspace, Listing listing) {
    return database.read(in -> DataStore.containers(in, workspace, listing));
  }

  /// The versions of an asset, the one made last first.
  ///
  /// @throws Problem.NotFound when there is no such asset
  public List<DataVersion> versions(Workspace workspace, String name, Listing listing) {
    return database.read(
        in -> DataStore.versions(in, requireContainer(in, workspace, name), listing));
  }

  /// Changes what is said about an asset as a whole; it is made when it does not exist.
  public DataContainer put(
      Workspace workspace,
      String name,
      DataType type,
      String description,
      Map<String, String> tags,
      boolean archived) {
    AssetName.check("name", name);
    Instant now = clock.instant();
    return database.write(in -> {
      DataContainer container =
          DataStore.find(in, workspace, name)
              .orElseGet(() -> DataStore.add(in, workspace, name, type, now));
      DataStore.update(in, container, description, tags, archived, now);
      return requireContainer(in, workspace, name);
    });
  }

  /// Removes an asset with all its versions; the files stay. Nothing happens when there is none.
  public void remove(Workspace workspace, String name) {
    database.change(in -> {
      Optional<DataContainer> container = DataStore.find(in, workspace, name);
      if (container.isPresent()) {
        DataStore.remove(in, container.get());
        DataStore.event(in, workspace, "data.removed", name);
      }
    });
  }

  /// Removes a version; the files stay. Nothing happens when there is none.
  public void remove(Workspace workspace, String name, String version) {
    database.change(in -> {
      Optional<DataVersion> found =
          DataStore.find(in, workspace, name)
              .flatMap(container -> DataStore.find(in, container, version));
      if (found.isPresent()) {
        DataStore.remove(in, found.get());
        DataStore.event(in, workspace, "data.removed", name + ":" + version);
      }
    });
  }

  /// Where data lies on this machine.
  ///
  /// @param reference an asset (`azureml:name:version`, `azureml:name@latest`, an ARM id), a path
  ///   of a datastore, an absolute path, or a web address, which is fetched once
  /// @throws Problem.NotFound when there is none
  public Located locate(Workspace workspace, String reference) {
    return files.locate(workspace, resolve(workspace, reference));
  }

  /// The table that data is, ready to be read by [Tables] in a job or worker.
  ///
  /// @param reference as for [#locate]
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when its MLTable file is not right
  public TableSource table(Workspace workspace, String reference) {
    Reference place = resolve(workspace, reference);
    return new TableFinder(named -> files.locate(workspace, named), work)
        .find(files.locate(workspace, place), place instanceof Reference.LocalPath);
  }

  /// The place that a reference means: assets are looked up.
  private Reference resolve(Workspace workspace, String reference) {
    return switch (Reference.parse(reference)) {
      case Reference.Asset(String name, String version) ->
          place(require(workspace, name, version).uri());
      case Reference.LabelledAsset(String name, String label) -> {
        if (!label.equals(LATEST)) {
          throw new Problem.NotFound("data asset '%s' has no label '%s'".formatted(name, label));
        }
        yield place(require(workspace, name, LATEST).uri());
      }
      case Reference.ArmAsset(String in, String kind, String name, String version) -> {
        if (!kind.equals("data") || !in.equalsIgnoreCase(workspace.name())) {
          throw new Problem.Invalid("path", reference, "data of this workspace");
        }
        yield place(require(workspace, name, version).uri());
      }
      default -> place(reference);
    };
  }

  /// Columns, row count, content hash and profile of a version; computed once and kept.
  ///
  /// @throws Problem.Invalid when it is no table
  public JsonNode profile(Workspace workspace, String name, String version) {
    DataVersion asset = require(workspace, name, version);
    ObjectNode told = (ObjectNode) read(workspace, asset);
    told.remove("rows");
    return told;
  }

  /// The first rows of a version.
  ///
  /// @param rows how many, at most 1000
  /// @throws Problem.Invalid when it is no table
  public JsonNode preview(Workspace workspace, String name, String version, int rows) {
    if (rows < 1 || rows > PREVIEW_ROWS_MAX) {
      throw new Problem.Invalid("rows", rows, "1 to " + PREVIEW_ROWS_MAX);
    }
    DataVersion asset = require(workspace, name, version);
    String kept = database.read(in -> DataStore.profile(in, asset));
    JsonNode told =
        kept.isEmpty() || rows > PREVIEW_ROWS
            ? worker.run(new WorkerTask(table(workspace, asset.reference()), rows, false))
            : Json.parse(kept);
    ObjectNode preview = Json.object();
    preview.set("columns", told.path("columns"));
    ArrayNode first = preview.putArray("rows");
    for (int row = 0; row < Math.min(rows, told.path("rows").size()); row++) {
      first.add(told.path("rows").get(row));
    }
    return preview;
  }

  private JsonNode read(Workspace workspace, DataVersion asset) {
    String kept = database.read(in -> DataStore.profile(in, asset));
    if (!kept.isEmpty()) {
      return Json.parse(kept);
    }
    ObjectNode told =
        (ObjectNode)
            worker.run(new WorkerTask(table(workspace, asset.reference()), PREVIEW_ROWS, true));
    String hash = asset.contentHash();
    if (hash.isEmpty()) {
      Located located = locate(workspace, asset.reference());
      hash = work.run(asset.reference(), () -> hash(located)); // fetched or uploaded since
    }
    told.put("contentHash", hash);
    database.change(in -> DataStore.setProfile(in, asset, Json.text(told)));
    return told;
  }

  private static DataContainer requireContainer(Transaction in, Workspace workspace, String name) {
    return DataStore.find(in, workspace, name)
        .orElseThrow(() -> new Problem.NotFound("no data asset '%s'".formatted(name)));
  }

  private static DataVersion requireVersion(
      Transaction in, DataContainer container, String version) {
    return DataStore.find(in, container, version)
        .orElseThrow(() -> {
          List<String> known = new ArrayList<>();
          DataStore.versions(in, container, new Listing(Listing.View.ALL, 0, 10))
              .forEach(one -> known.add(one.version()));
          return new Problem.NotFound(
              "data asset '%s' has no version '%s'; it has %s"
                  .formatted(container.name(), version, String.join(", ", known)));
        });
  }
}
