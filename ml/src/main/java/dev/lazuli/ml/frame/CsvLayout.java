package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.CsvOptions.Encoding;
import dev.lazuli.ml.frame.CsvOptions.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The delimiter, the decimal mark, the header and the column names of a CSV file, found from its
/// beginning.
///
/// @param header never [Header#DETECT]
record CsvLayout(char delimiter, char decimal, Header header, List<String> names) {
  private static final int SAMPLE_BYTES = 1 << 16;
  private static final int SAMPLE_RECORDS = 200;
  private static final char[] CANDIDATES = {',', ';', '\t', '|'};
  private static final int NUMERIC_OR_DATE = ValueParser.ANY;
  private static final Pattern COMMA = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");
  private static final Pattern COMMA_NO_GROUP =
      Pattern.compile("[+-]?(\\d*,(\\d{1,2}|\\d{4,})|(\\d{4,}|0?),\\d{3})");
  private static final Pattern JSON = Pattern.compile("\\s*(\\{\\s*\"|\\[\\s*[{\\[])");
  private static final Pattern POINT = Pattern.compile("[+-]?\\d*\\.\\d+([eE][+-]?\\d+)?");

  /// Looks at the beginning of `source`.
  ///
  /// @throws InvalidInput when it is empty or no text, or when two columns have one name
  static CsvLayout of(CsvSource source, CsvOptions options) throws IOException {
    byte[] sample;
    try (InputStream in = source.open(options.encoding())) {
      sample = in.readNBytes(SAMPLE_BYTES);
    }
    requireText(source.name(), sample);
    boolean cut = sample.length == SAMPLE_BYTES;
    String separator = source.separator(options.encoding());
    if (!separator.isEmpty()) {
      sample = Arrays.copyOfRange(sample, "sep=".length() + separator.length(), sample.length);
    }
    char delimiter = options.delimiter();
    if (delimiter == CsvOptions.DETECT) {
      delimiter = separator.isEmpty() ? delimiter(sample, cut) : separator.charAt(0);
    }
    List<List<String>> records = records(sample, cut, delimiter);
    if (records.isEmpty()) {
      records = List.of(firstRecord(source, options, delimiter));
    }
    char decimal = options.decimal();
    if (decimal == CsvOptions.DETECT) {
      decimal = decimal(records, delimiter);
    }
    Header header = options.header();
    if (header == Header.DETECT) {
      header = hasHeader(records, options.withDecimal(decimal)) ? Header.EVERY_FILE : Header.NONE;
    }
    List<String> names =
        header == Header.NONE
            ? numbered(records.getFirst().size())
            : names(source.name(), records.getFirst(), options.encoding());
    return new CsvLayout(delimiter, decimal, header, names);
  }

  /// Refuses what is no text, by the beginning of a file.
  private static void requireText(String name, byte[] sample) {
    boolean blank = true;
    if (CsvSource.startsWith(sample, 'P', 'K', 3, 4)) {
      throw new InvalidInput(
          name,
          "'%s' is a zip archive or an Excel workbook: unpack it, or save its sheet as CSV"
              .formatted(name));
    }
    if (JSON.matcher(new String(sample, StandardCharsets.ISO_8859_1)).lookingAt()) {
      throw new InvalidInput(name, "'%s' is JSON, not CSV".formatted(name));
    }
    for (byte value : sample) {
      if (value == 0) {
        throw notText(name);
      }
      blank &= value == '\n' || value == '\r' || value == ' ';
    }
    if (CsvSource.startsWith(sample, 'P', 'A', 'R', '1')) {
      throw new InvalidInput(name, "'%s' is a Parquet file, not CSV".formatted(name));
    }
    if (blank) {
      throw new InvalidInput(name, "'%s' is empty".formatted(name));
    }
  }

  /// That a file holds zero bytes.
  static InvalidInput notText(String name) {
    return new InvalidInput(
        name,
        ("'%s' is not text: it holds zero bytes; is it UTF-16 without a byte order mark, Parquet"
                + " or a spreadsheet?")
            .formatted(name));
  }

  /// The candidate that parts most lines into as many fields as the first line, and into the most.
  private static char delimiter(byte[] sample, boolean cut) {
    char best = ',';
    double bestScore = 0;
    for (char candidate : CANDIDATES) {
      List<List<String>> records = records(sample, cut, candidate);
      int width = records.isEmpty() ? 1 : records.getFirst().size();
      long alike = records.stream().filter(record -> record.size() == width).count();
      double share = (double) alike / Math.max(records.size(), 1);
      double score = width < 2 ? 0 : share * share * Math.min(width, 50);
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  /// A comma where more numbers of the sample are written with it than with a point.
  ///
  /// Groups of three digits after a comma say nothing, unless the file is parted by semicolons, as
  /// it is where the comma is the decimal mark.
  private static char decimal(List<List<String>> records, char delimiter) {
    if (delimiter == ',') {
      return '.';
    }
    Pattern commas = delimiter == ';' ? COMMA : COMMA_NO_GROUP;
    int more = 0;
    for (List<String> record : records) {
      for (String field : record) {
        String value = field.strip();
        more += commas.matcher(value).matches() ? 1 : 0;
        more -= POINT.matcher(value).matches() ? 1 : 0;
      }
    }
    return more > 0 ? ',' : '.';
  }

  /// The whole records of the sample, each byte a char.
  private static List<List<String>> records(byte[] sample, boolean cut, char delimiter) {
    List<List<String>> records = new ArrayList<>();
    try (var scanner =
        new CsvScanner(new ByteArrayInputStream(sample), "", delimiter, SAMPLE_BYTES)) {
      while (records.size() < SAMPLE_RECORDS && scanner.next()) {
        records.add(fields(scanner.block(), scanner.current()));
      }
    } catch (InvalidInput | IOException _) {
      return records; // a quote left open where the sample ends
    }
    if (cut && records.size() < SAMPLE_RECORDS && !records.isEmpty()) {
      records.removeLast();
    }
    return records;
  }

  private static List<String> firstRecord(CsvSource source, CsvOptions options, char delimiter)
      throws IOException {
    try (var scanner =
        new CsvScanner(
            source.open(options.encoding()), source.name(), delimiter, options.recordBytesMax())) {
      scanner.next();
      return fields(scanner.block(), scanner.current());
    }
  }

  /// The fields of a record, each byte a char.
  static List<String> fields(CsvBlock block, int record) {
    List<String> fields = new ArrayList<>(block.width(record));
    for (int i = 0; i < block.width(record); i++) {
      int start = block.start(record, i);
      int length = block.end(record, i) - start;
      fields.add(new String(block.bytes(), start, length, StandardCharsets.ISO_8859_1));
    }
    return fields;
  }

  /// A first row is a header unless it looks like the rows below it.
  ///
  /// A column of numbers or times under a text says header; so does a first row of distinct texts,
  /// and one whose numbers count up from 0, as those of a table without names do, or are years.
  private static boolean hasHeader(List<List<String>> records, CsvOptions options) {
    List<String> first = records.getFirst();
    ValueParser parser = new ValueParser(options.decimal());
    MissingTexts missing = new MissingTexts(options);
    boolean anyValue = false;
    for (int column = 0; column < first.size(); column++) {
      int kinds = kinds(first.get(column), parser, missing);
      if (kinds == 0) {
        int below = kindsBelow(records, column, parser, missing);
        if (below != 0 && below != NUMERIC_OR_DATE) {
          return true;
        }
      } else if (kinds != NUMERIC_OR_DATE) {
        anyValue = true;
      }
    }
    return (!anyValue || countsUp(records, parser))
        && first.stream().distinct().count() == first.size();
  }

  /// Whether the whole numbers of the first row rise by one, from 0 or from a year on, beside texts
  /// that do not come again below.
  private static boolean countsUp(List<List<String>> records, ValueParser parser) {
    List<String> first = records.getFirst();
    double before = Double.NaN;
    for (int column = 0; column < first.size(); column++) {
      byte[] bytes = first.get(column).getBytes(StandardCharsets.ISO_8859_1);
      int kinds = parser.parse(bytes, 0, bytes.length, ValueParser.ANY);
      double value = parser.value();
      if (kinds == 0) {
        if (comesAgain(records, column)) {
          return false;
        }
      } else if ((kinds & ValueParser.INTEGER) == 0
          || (Double.isNaN(before) ? !startsNames(value) : value != before + 1)) {
        return false;
      } else {
        before = value;
      }
    }
    return first.size() > 2;
  }

  private static boolean startsNames(double value) {
    return value == 0 || (value >= 1900 && value < 2100);
  }

  private static boolean comesAgain(List<List<String>> records, int column) {
    String text = records.getFirst().get(column);
    return records.stream()
        .skip(1)
        .anyMatch(record -> column < record.size() && record.get(column).equals(text));
  }

  private static int kindsBelow(
      List<List<String>> records, int column, ValueParser parser, MissingTexts missing) {
    int kinds = NUMERIC_OR_DATE;
    for (List<String> record : records.subList(1, records.size())) {
      if (column < record.size()) {
        kinds &= kinds(record.get(column), parser, missing);
      }
    }
    return kinds;
  }

  private static int kinds(String field, ValueParser parser, MissingTexts missing) {
    byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
    return missing.contains(bytes, 0, bytes.length)
        ? NUMERIC_OR_DATE
        : parser.parse(bytes, 0, bytes.length, ValueParser.ANY);
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      names.add("Column" + i);
    }
    return names;
  }

  /// The names in a header record.
  ///
  /// @param raw the fields, each byte a char
  static List<String> names(String file, List<String> raw, Encoding encoding) {
    List<String> names = new ArrayList<>(raw.size());
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < raw.size(); i++) {
      String name = decoded(raw.get(i), encoding).strip();
      name = name.isEmpty() ? "Unnamed: " + i : name;
      Integer before = places.putIfAbsent(name, i);
      if (before != null) {
        throw new InvalidInput(
            file,
            "%s: columns %d and %d are both named '%s'; column names must differ"
                .formatted(file, before + 1, i + 1, name));
      }
      names.add(name);
    }
    return names;
  }

  private static String decoded(String raw, Encoding encoding) {
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    return switch (encoding) {
      case LATIN_1, WINDOWS_1252, ASCII -> new String(bytes, encoding.charset());
      case DETECT ->
          new String(
              bytes, isUtf8(bytes) ? StandardCharsets.UTF_8 : Encoding.WINDOWS_1252.charset());
      case UTF_8, UTF_16, UTF_16LE, UTF_16BE, UTF_32 -> new String(bytes, StandardCharsets.UTF_8);
    };
  }

  private static boolean isUtf8(byte[] bytes) {
    Charset charset = StandardCharsets.UTF_8;
    try {
      var _ = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
