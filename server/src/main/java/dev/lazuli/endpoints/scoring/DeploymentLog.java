package dev.lazuli.endpoints.scoring;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a deployment and its script had to say: a file to which the server and the workers add
/// lines, and which a restart does not empty.
///
/// Lines have the shape of Azure's console log: `time | logger | LEVEL | message`.
public final class DeploymentLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLog.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);
  private static final int LINE_LENGTH_MAX = 10_000;
  private static final long FILE_BYTES_MAX = 32 << 20;
  private static final int TAIL_BYTES_MAX = 1 << 20;

  private final Path file;
  private final Clock clock;

  /// @param file to which lines are added; it and its folder are made at once
  public DeploymentLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file, for processes that write to its end.
  public Path file() {
    return file;
  }

  /// Adds a line of the server's own; what would break it into two is replaced.
  public void add(String message) {
    addLines(plain(message));
  }

  /// Adds a message of the server's own, a line of the log for each of its lines.
  public synchronized void addLines(String message) {
    String time = TIME.format(clock.instant());
    String lines =
        message
            .lines()
            .map(line -> "%s | lazuli | INFO | %s\n".formatted(time, plain(line)))
            .collect(Collectors.joining());
    try {
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("a line of the log {} was lost", file, e); // a full disk must not stop scoring
    }
  }

  private static String plain(String line) {
    String whole = line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "\uFFFD");
    return whole.length() > LINE_LENGTH_MAX ? whole.substring(0, LINE_LENGTH_MAX) : whole;
  }

  /// Begins a new file when this one has become large; the old one is kept beside it.
  public synchronized void turn() {
    try {
      if (Files.exists(file) && Files.size(file) > FILE_BYTES_MAX) {
        Files.copy(file, earlier(), StandardCopyOption.REPLACE_EXISTING);
        Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(0).close();
      }
    } catch (IOException e) {
      LOG.warn("the log {} was not turned", file, e);
    }
  }

  private Path earlier() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /// The last `count` lines, each with its end.
  public String tail(int count) {
    List<String> lines = lastBytes().lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - count))
        .map(line -> plain(line) + "\n")
        .collect(Collectors.joining());
  }

  private String lastBytes() {
    if (!Files.exists(file)) {
      return "";
    }
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, content.length() - TAIL_BYTES_MAX);
      content.seek(start);
      byte[] tail = new byte[(int) (content.length() - start)];
      int read = Math.max(0, content.read(tail));
      return new String(tail, 0, read, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes it.
  public synchronized void delete() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(earlier());
    } catch (IOException e) {
      LOG.warn("the log {} was not removed", file, e);
    }
  }
}
