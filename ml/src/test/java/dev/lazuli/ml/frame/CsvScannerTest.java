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
    try (var scanner = new CsvScanner(new Trickle(bytes, random, 7), "x", ',', recordBytesMax)) {
      while (scanner.next()) {
        assertThat(scanner.block().problem(scanner.current())).isNull();
        records.add(fields(scanner));
      }
    }
    return records;
  }

  private static List<String> fields(CsvScanner scanner) {
    CsvBlock block = scanner.block();
    int at = scanner.current();
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < block.width(at); i++) {
      int start = block.start(at, i);
      int length = block.end(at, i) - start;
      fields.add(new String(block.bytes(), start, length, StandardCharsets.UTF_8));
    }
    return fields;
  }

  /// Long runs of records that are alike, with another now and then; each with its line.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordsThatAreAlikeAreReadAsTheyWereWritten(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      char delimiter = random.nextBoolean() ? ',' : '\t';
      int width = 1 + random.nextInt(12);
      var text = new StringBuilder();
      List<List<String>> expected = new ArrayList<>();
      int line = 1;
      for (int row = random.nextInt(200); row >= 0; row--) {
        int odd = random.nextInt(60);
        String ending = odd == 0 ? "\n" : end;
        List<String> fields = plainFields(random, odd == 1 ? width + 1 : width);
        if (end.equals("\r") && fields.equals(List.of(""))) {
          fields.set(0, "no blank line: CR and LF would join");
        }
        expected.add(withLine(line, fields));
        if (odd == 2) {
          fields.set(0, "\"a\"\"" + delimiter + "b\"");
          expected.getLast().set(1, "a\"" + delimiter + "b");
        } else if (odd == 3) {
          fields.set(0, "control \u0001");
          expected.getLast().set(1, "control \u0001");
        } else if (fields.equals(List.of(""))) {
          expected.removeLast();
        }
        text.append(String.join(String.valueOf(delimiter), fields));
        text.append(row == 0 && random.nextBoolean() && !fields.getLast().isEmpty() ? "" : ending);
        line++;
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

      List<List<String>> read = new ArrayList<>();
      try (var scanner =
          new CsvScanner(
              new Trickle(bytes, random, 1 + random.nextInt(5000)), "x", delimiter, 1 << 20)) {
        while (scanner.next()) {
          read.add(withLine((int) scanner.block().line(scanner.current()), fields(scanner)));
        }
      }
      assertThat(read).as("seed %d round %d", seed, round).isEqualTo(expected);
    }
  }

  private static List<String> withLine(int line, List<String> fields) {
    List<String> all = new ArrayList<>();
    all.add("line " + line);
    all.addAll(fields);
    return all;
  }

  private static List<String> plainFields(Random random, int width) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      fields.add(List.of("", "1", "-2.5", "text", "à long text").get(random.nextInt(5)));
    }
    return fields;
  }

  /// A stream that gives a few bytes at a time.
  private static final class Trickle extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private final int most;
    private int at;

    Trickle(byte[] bytes, Random random, int most) {
      this.most = most;
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
      int count = Math.min(Math.min(length, 1 + random.nextInt(most)), bytes.length - at);
      System.arraycopy(bytes, at, to, offset, count);
      at += count;
      return count;
    }
  }
}
