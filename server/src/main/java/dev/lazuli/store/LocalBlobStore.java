package dev.lazuli.store;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Blobs as files below one folder, written under a temporary name, flushed and renamed.
public final class LocalBlobStore implements BlobStore {
  private static final int CHUNK = 1 << 16;

  private final Path root;
  private final Path incoming;
  private final Ids ids;
  private final Ledger ledger;

  /// A store below `root`.
  public LocalBlobStore(Path root, Ids ids) {
    this(root, ids, (_, _) -> {});
  }

  /// Told what a blob will hold, before it does.
  @FunctionalInterface
  interface Ledger {
    void willHold(BlobName name, String sha256);
  }

  LocalBlobStore(Path root, Ids ids, Ledger ledger) {
    this.ledger = ledger;
    this.root = root.toAbsolutePath().normalize();
    this.incoming = this.root.resolve(".incoming");
    this.ids = ids;
    try {
      Files.createDirectories(incoming);
      try (Stream<Path> left = Files.list(incoming)) {
        for (Path file : left.toList()) {
          Files.deleteIfExists(file); // cut off by a crash: never acknowledged
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Stored put(BlobName name, InputStream content, long bytesMax) {
    Path target = file(name);
    Path temporary = incoming.resolve(ids.hex());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      write(temporary, content, digest, bytesMax);
      Path folder = parent(target);
      Files.createDirectories(folder);
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new Problem.Conflict("'%s' is both a blob and a folder".formatted(name.path()));
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      ledger.willHold(name, sha256);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      flushFolder(folder);
      BlobStat stat = stat(name).orElseThrow(() -> new IllegalStateException("just written"));
      return new Stored(stat, sha256);
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new Problem.Conflict("'%s' is both a blob and a folder".formatted(name.path()));
    } catch (IOException e) {
      throw failed(name, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static void write(Path file, InputStream content, MessageDigest digest, long bytesMax)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] chunk = new byte[CHUNK];
      long total = 0;
      for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
        total += read;
        if (total > bytesMax) {
          throw new Problem.TooLarge("more than %d bytes".formatted(bytesMax));
        }
        digest.update(chunk, 0, read);
        ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, read);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      channel.force(true);
    }
  }

  @Override
  public Optional<BlobStat> stat(BlobName name) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          ? Optional.of(
              new BlobStat(name, attributes.size(), attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  @Override
  public InputStream open(BlobName name, long offset, long length) {
    if (stat(name).isEmpty()) {
      throw new Problem.NotFound("no blob '%s'".formatted(name.path()));
    }
    try {
      FileChannel channel = FileChannel.open(file(name), StandardOpenOption.READ);
      channel.position(offset);
      return new LimitedStream(Channels.newInputStream(channel), length);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  @Override
  public List<BlobStat> list(String container, String prefix) {
    Path base = root.resolve(container);
    int slash = prefix.lastIndexOf('/');
    Path start = base;
    if (slash > 0) {
      BlobName.checkPath(prefix.substring(0, slash));
      start = base.resolve(prefix.substring(0, slash));
    }
    if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<BlobStat> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(start)) {
      for (Path file : files.toList()) {
        String path = base.relativize(file).toString();
        if (path.startsWith(prefix) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          stat(new BlobName(container, path)).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(Comparator.comparing(stat -> stat.name().path()));
    return found;
  }

  @Override
  public Optional<Path> localPath(BlobName name) {
    return Optional.of(file(name));
  }

  @Override
  public boolean delete(BlobName name) {
    if (stat(name).isEmpty()) {
      return false;
    }
    try {
      return Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /// The file of a blob, after a check that no folder on its way is a symbolic link.
  private Path file(BlobName name) {
    Path file = root.resolve(name.container());
    for (String segment : name.path().split("/", -1)) {
      if (Files.isSymbolicLink(file)) {
        throw new Problem.Invalid("path", name.path(), "a path without symbolic links");
      }
      file = file.resolve(segment);
    }
    if (Files.isSymbolicLink(file) || !file.normalize().startsWith(root)) {
      throw new Problem.Invalid("path", name.path(), "a path without symbolic links");
    }
    return file;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("a blob always lies in a folder");
    }
    return parent;
  }

  /// Makes a rename durable; not every system lets a folder be opened, and then the rename is.
  private static void flushFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static RuntimeException failed(BlobName name, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left") || message.contains("Disk quota")) {
      return new Problem.StorageFull(
          "the disk is full: '%s' was not written".formatted(name.path()));
    }
    return new UncheckedIOException(e);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit(); // the next start removes it too
    }
  }
}
