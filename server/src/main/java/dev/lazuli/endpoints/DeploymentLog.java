package dev.lazuli.endpoints;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a deployment and its script had to say: the last lines in memory, all of them in a file
/// that a restart does not empty.
///
/// Lines have the shape of Azure's console log: `time | logger | LEVEL | message`.
public final class DeploymentLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLog.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);
  private static final int LINES_MAX = 5_000;
  private static final int LINE_LENGTH_MAX = 10_000;
  private static final long FILE_BYTES_MAX = 16 << 20;
  private static final int READ_BACK_BYTES = 1 << 20;

  private final Path file;
  private final Clock clock;
  private final Deque<String> lines = new ArrayDeque<>();
  private @Nullable Writer writer;
  private long bytes;

  /// @param file to which lines are added; it and its folder are made with the first
  DeploymentLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    readBack();
  }

  private void readBack() {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile old = new RandomAccessFile(file.toFile(), "r")) {
      bytes = old.length();
      old.seek(Math.max(0, bytes - READ_BACK_BYTES));
      byte[] tail = new byte[(int) (bytes - old.getFilePointer())];
      old.readFully(tail);
      new String(tail, StandardCharsets.UTF_8).lines().forEach(this::keep);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds a line of the server's own.
  public void add(String message) {
    raw("%s | lazuli | INFO | %s".formatted(TIME.format(clock.instant()), message));
  }

  /// Adds a line as it was written; what would break it into two is replaced.
  public synchronized void raw(String line) {
    String plain = line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "\uFFFD");
    String kept = plain.length() > LINE_LENGTH_MAX ? plain.substring(0, LINE_LENGTH_MAX) : plain;
    keep(kept);
    write(kept);
  }

  private void keep(String line) {
    lines.addLast(line);
    if (lines.size() > LINES_MAX) {
      lines.removeFirst();
    }
  }

  private void write(String line) {
    try {
      if (writer == null) {
        Files.createDirectories(file.getParent());
        writer =
            Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      writer.write(line);
      writer.write('\n');
      writer.flush();
      bytes += line.length() + 1;
      if (bytes > FILE_BYTES_MAX) {
        close();
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
        bytes = 0;
      }
    } catch (IOException e) {
      LOG.warn("a line of the log {} was lost", file, e); // a full disk must not stop scoring
    }
  }

  /// The last `count` lines, each with its end.
  synchronized String tail(int count) {
    return lines.stream()
        .skip(Math.max(0, lines.size() - count))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /// Closes the file until the next line.
  synchronized void close() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException e) {
      LOG.warn("the log {} was not closed", file, e);
    }
    writer = null;
  }

  /// Removes it.
  synchronized void delete() {
    close();
    lines.clear();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".1"));
    } catch (IOException e) {
      LOG.warn("the log {} was not removed", file, e);
    }
  }
}
