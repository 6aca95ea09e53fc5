package dev.lazuli.ml.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvScannerTest {
  private static final String[] PARTS = {
    "a", "", ",", "\"", "\n", "\r\n", "\r", ";", " ", "long text without end", "é", "😀", "0.5"
  };

  /// Whatever is written is read back, however the stream cuts it into pieces.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordsAreReadAsTheyWereWritten(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<List<String>> records = records(random);
      var written = new ByteArrayOutputStream();
      try (var writer = new CsvWriter(written)) {
        for (List<String> record : records) {
          writer.row(record);
        }
      }

      assertThat(read(written.toByteArray(), random)).as("seed %d", seed).isEqualTo(records);
    }
  }

  private static List<List<String>> records(Random random) {
    int width = 1 + random.nextInt(4);
    List<List<String>> records = new ArrayList<>();
    for (int row = random.nextInt(8); row >= 0; row--) {
      List<String> record = new ArrayList<>();
      for (int column = 0; column < width; column++) {
        var field = new StringBuilder();
        for (int part = random.nextInt(5); part > 0; part--) {
          field.append(PARTS[random.nextInt(PARTS.length)]);
        }
        record.add(field.toString());
      }
      records.add(record);
    }
    return records;
  }

  private static List<List<String>> read(byte[] bytes, Random random) throws IOException {
    List<List<String>> records = new ArrayList<>();
    int recordBytesMax = 1000 + random.nextInt(100);
    try (var scanner = new CsvScanner(new Trickle(bytes, random), "x", ',', recordBytesMax)) {
      while (scanner.next()) {
        int at = scanner.current();
        List<String> record = new ArrayList<>();
        for (int i = scanner.first(at); i < scanner.first(at) + scanner.width(at); i++) {
          int start = scanner.starts()[i];
          int length = scanner.ends()[i] - start;
          record.add(new String(scanner.buffer(), start, length, StandardCharsets.UTF_8));
        }
        assertThat(scanner.problem(at)).isNull();
        records.add(record);
      }
    }
    return records;
  }

  /// A stream that gives a few bytes at a time.
  private static final class Trickle extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private int at;

    Trickle(byte[] bytes, Random random) {
      this.bytes = bytes;
      this.random = random;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 255 : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int count = Math.min(Math.min(length, 1 + random.nextInt(7)), bytes.length - at);
      System.arraycopy(bytes, at, to, offset, count);
      at += count;
      return count;
    }
  }
}
