package dev.lazuli.store;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// Local blobs whose content is compared, whenever it is read as a whole, with the hash that the
/// database keeps of it.
public final class CheckedBlobStore implements BlobStore {
  private static final Table<Record> HASHES = DSL.table("blob_hashes");
  private static final Field<String> CONTAINER = DSL.field("container", String.class);
  private static final Field<String> PATH = DSL.field("path", String.class);
  private static final Field<String> SHA256 = DSL.field("sha256", String.class);
  private static final Field<String> BEFORE = DSL.field("before_sha256", String.class);

  /// A blob up to this size is compared before its first byte goes out, a larger one before its
  /// last.
  private static final int COMPARED_FIRST_MAX = 4 << 20;

  private static final int PAGE = 1_000;

  private final Database database;
  private final LocalBlobStore files;

  /// A store of the files below `root`.
  public CheckedBlobStore(Path root, Ids ids, Database database) {
    this.database = database;
    this.files = new LocalBlobStore(root, ids, this::willHold);
  }

  /// What a blob may hold.
  ///
  /// @param before the hash of what it held before; it counts until the new content is in place
  private record Hashes(String now, String before) {
    boolean allow(String sha256) {
      return sha256.equals(now) || sha256.equals(before);
    }
  }

  private void willHold(BlobName name, String sha256) {
    database.change(in ->
        in.sql()
            .insertInto(HASHES)
            .columns(CONTAINER, PATH, SHA256, BEFORE)
            .values(name.container(), name.path(), sha256, "")
            .onConflict(CONTAINER, PATH)
            .doUpdate()
            .set(BEFORE, DSL.field("blob_hashes.sha256", String.class))
            .set(SHA256, sha256)
            .execute());
  }

  private static Condition is(BlobName name) {
    return CONTAINER.eq(name.container()).and(PATH.eq(name.path()));
  }

  private Optional<Hashes> hashes(BlobName name) {
    return database.read(in ->
        in.sql()
            .select(SHA256, BEFORE)
            .from(HASHES)
            .where(is(name))
            .fetchOptional(row -> new Hashes(row.get(SHA256), row.get(BEFORE))));
  }

  @Override
  public Stored put(BlobName name, InputStream content, long bytesMax) {
    return files.put(name, content, bytesMax);
  }

  @Override
  public Optional<BlobStat> stat(BlobName name) {
    return files.stat(name);
  }

  /// @throws Problem.Unavailable when a whole blob is read that does not hold what was stored
  @Override
  public InputStream open(BlobName name, long offset, long length) {
    InputStream content = files.open(name, offset, length);
    long size = files.stat(name).map(BlobStat::size).orElse(0L);
    Optional<Hashes> hashes = offset == 0 && length >= size ? hashes(name) : Optional.empty();
    if (hashes.isEmpty()) {
      return content;
    }
    Compared compared = new Compared(content, size, name, hashes.get());
    if (size > COMPARED_FIRST_MAX) {
      return compared;
    }
    try (compared) {
      return new ByteArrayInputStream(compared.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<BlobStat> list(String container, String prefix) {
    return files.list(container, prefix);
  }

  @Override
  public Optional<Path> localPath(BlobName name) {
    return files.localPath(name);
  }

  @Override
  public boolean delete(BlobName name) {
    database.change(in -> in.sql().deleteFrom(HASHES).where(is(name)).execute());
    return files.delete(name);
  }

  /// Compares all blobs with their hashes.
  ///
  /// @param told each that is damaged or missing, with what is wrong with it
  /// @return how many there are
  public long check(Consumer<String> told) {
    long count = 0;
    List<BlobName> page = page(new BlobName("000", "0"));
    while (!page.isEmpty()) {
      for (BlobName name : page) {
        fault(name).ifPresent(told);
        count++;
      }
      page = page(page.getLast());
    }
    return count;
  }

  private List<BlobName> page(BlobName after) {
    Condition later =
        CONTAINER
            .gt(after.container())
            .or(CONTAINER.eq(after.container()).and(PATH.gt(after.path())));
    return database.read(in ->
        in.sql()
            .select(CONTAINER, PATH)
            .from(HASHES)
            .where(later)
            .orderBy(CONTAINER, PATH)
            .limit(PAGE)
            .fetch(row -> new BlobName(row.get(CONTAINER), row.get(PATH))));
  }

  private Optional<String> fault(BlobName name) {
    if (files.stat(name).isEmpty()) {
      return Optional.of("%s/%s is missing".formatted(name.container(), name.path()));
    }
    try (InputStream content = open(name, 0, Long.MAX_VALUE)) {
      content.transferTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (Problem.Unavailable damaged) {
      return Optional.of(damaged.text());
    } catch (IOException e) {
      return Optional.of(
          "%s/%s cannot be read: %s".formatted(name.container(), name.path(), e.getMessage()));
    }
  }

  /// A whole blob, whose last bytes come only when it is what was stored.
  private static final class Compared extends FilterInputStream {
    private final long size;
    private final BlobName name;
    private final Hashes hashes;
    private final MessageDigest digest;
    private long count;

    Compared(InputStream content, long size, BlobName name, Hashes hashes) {
      super(content);
      this.size = size;
      this.name = name;
      this.hashes = hashes;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      if (read > 0) {
        digest.update(target, offset, read);
        count += read;
      }
      if (read > 0 && count == size) {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (!hashes.allow(sha256)) {
          throw new Problem.Unavailable(
              "'%s' in '%s' is damaged: its content is not what was stored (sha256 %s, stored was %s);"
                      .formatted(name.path(), name.container(), sha256, hashes.now())
                  + " put it back from a backup");
        }
      }
      return read;
    }
  }
}
