package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one job: what its process is given, what it says, its log and its outputs.
///
/// Server and process talk through whole files only: each is written beside and renamed.
public final class JobFolder {
  private static final int TAIL_BYTES = 16_384;

  private final Path path;

  public JobFolder(Path path) {
    this.path = path;
  }

  /// The folder itself, the working directory of the process.
  public Path path() {
    return path;
  }

  /// What the process is given.
  public Path order() {
    return path.resolve("order.json");
  }

  /// Where the server listens now.
  public Path serverUrl() {
    return path.resolve("server");
  }

  /// Touched while the process lives.
  public Path heartbeat() {
    return path.resolve("heartbeat");
  }

  /// How far the work is.
  public Path progress() {
    return path.resolve("progress.json");
  }

  /// What came of an attempt.
  public Path outcome(int attempt) {
    return path.resolve("outcome-%d.json".formatted(attempt));
  }

  /// What the process prints.
  public Path log() {
    return path.resolve("user_logs").resolve("std_log.txt");
  }

  /// Makes the folder and the one of its log.
  public void make() {
    try {
      Files.createDirectories(log().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file whole or not at all; it is on the disk when this returns.
  public void write(Path file, byte[] content) {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.getFileName(), e);
    }
  }

  /// An object that a file holds; empty when there is no such file, or it is not one.
  public Optional<ObjectNode> read(Path file) {
    try {
      return Json.parse(Files.readAllBytes(file)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (NoSuchFileException | Problem.Invalid e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What came of an attempt, if its process came to say so.
  Optional<Outcome> findOutcome(int attempt) {
    return read(outcome(attempt)).map(Outcome::of).filter(said -> said.attempt() == attempt);
  }

  /// When the process last gave a sign of life.
  Optional<Instant> lastHeartbeat() {
    try {
      return Optional.of(Files.getLastModifiedTime(heartbeat()).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Gives a sign of life.
  public void beat(Instant now) throws IOException {
    try {
      Files.setLastModifiedTime(heartbeat(), FileTime.from(now));
    } catch (NoSuchFileException e) {
      Files.write(heartbeat(), new byte[0]);
    }
  }

  /// Bytes of the log up to the end of its last whole line, or all of it.
  public byte[] logText(boolean whole) {
    try {
      byte[] content = Files.readAllBytes(log());
      int end = content.length;
      while (!whole && end > 0 && content[end - 1] != '\n') {
        end--;
      }
      return Arrays.copyOf(content, end);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes of the log up to the end of its last whole line, or all of them.
  long logLength(boolean whole) {
    if (!Files.exists(log())) {
      return 0;
    }
    try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
      long end = file.length();
      long from = Math.max(0, end - TAIL_BYTES);
      byte[] tail = new byte[(int) (end - from)];
      file.seek(from);
      file.readFully(tail);
      while (!whole && end > from && tail[(int) (end - from) - 1] != '\n') {
        end--;
      }
      return end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes `[offset, offset + length)` of the log; the caller closes the stream.
  InputStream openLog(long offset, long length) {
    if (!Files.exists(log())) {
      return InputStream.nullInputStream();
    }
    try {
      FileChannel channel = FileChannel.open(log(), StandardOpenOption.READ);
      channel.position(offset);
      InputStream rest = Channels.newInputStream(channel);
      return new FilterInputStream(rest) {
        private long left = length;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
          int read = left <= 0 ? -1 : super.read(target, from, (int) Math.min(count, left));
          left -= Math.max(read, 0);
          return read;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The last lines of the log, at most `count`.
  List<String> lastLines(int count) {
    if (!Files.exists(log())) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      file.seek(from);
      byte[] tail = new byte[(int) (file.length() - from)];
      file.readFully(tail);
      List<String> lines =
          new String(tail, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Removes the folder and all in it.
  public void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the folder of a job", e);
    }
  }
}
