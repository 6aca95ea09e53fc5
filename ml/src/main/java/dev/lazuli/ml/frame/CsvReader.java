package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.CsvOptions.BadRows;
import dev.lazuli.ml.frame.CsvOptions.Encoding;
import dev.lazuli.ml.frame.CsvOptions.Header;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads CSV files into a [Frame], straight from bytes to numbers and dictionary codes.
///
/// A first look at a thousand rows finds the types of the columns. A column with a later value that
/// does not fit is read once more, as the type that fits all its values.
public final class CsvReader {
  private static final int LOOK_ROWS = 1000;

  /// At most so many bytes are reserved for columns before they are read, for each byte of the
  /// files.
  private static final int RESERVED_PER_BYTE = 2;

  private static final int IN_MEMORY_MAX = 8 << 20;

  private final List<CsvSource> sources;
  private final CsvOptions options;
  private final StopSignal stop;
  private final MissingTexts missing;
  private final CsvLayout layout;
  private final List<CsvResult.SkippedRow> skipped = new ArrayList<>();
  private long skippedCount;
  private double rowBytes;

  private CsvReader(List<CsvSource> sources, CsvOptions options, StopSignal stop)
      throws IOException {
    if (sources.isEmpty()) {
      throw new InvalidInput("files", "there are no files to read");
    }
    this.sources = sources;
    this.stop = stop;
    this.missing = new MissingTexts(options);
    this.layout = CsvLayout.of(sources.getFirst(), options);
    this.options = options.withDecimal(layout.decimal());
  }

  /// Reads one file.
  ///
  /// @throws InvalidInput when it cannot be read as a table; the message names file and line
  public static CsvResult read(Path file, CsvOptions options) throws IOException {
    return read(List.of(file), options);
  }

  /// Reads several files as one table, in this order.
  ///
  /// @throws InvalidInput when they cannot be read as a table, or have different columns
  public static CsvResult read(List<Path> files, CsvOptions options) throws IOException {
    return read(files, options, StopSignal.never());
  }

  /// Reads several files as one table, until `stop` says to end.
  ///
  /// @throws InvalidInput when they cannot be read as a table, or have different columns
  public static CsvResult read(List<Path> files, CsvOptions options, StopSignal stop)
      throws IOException {
    List<CsvSource> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(CsvSource.of(file));
    }
    return new CsvReader(sources, options, stop).read();
  }

  /// Reads a stream to its end; a long one passes through a temporary file.
  ///
  /// @param name how messages call it
  /// @throws InvalidInput when it cannot be read as a table
  public static CsvResult read(InputStream in, String name, CsvOptions options) throws IOException {
    byte[] beginning = in.readNBytes(IN_MEMORY_MAX);
    if (beginning.length < IN_MEMORY_MAX) {
      List<CsvSource> sources = List.of(CsvSource.of(name, beginning));
      return new CsvReader(sources, options, StopSignal.never()).read();
    }
    Path file = Files.createTempFile("lazuli-", ".csv");
    try {
      try (var out = Files.newOutputStream(file)) {
        out.write(beginning);
        in.transferTo(out);
      }
      var source = new CsvSource(name, Files.size(file), () -> Files.newInputStream(file));
      return new CsvReader(List.of(source), options, StopSignal.never()).read();
    } finally {
      Files.delete(file);
    }
  }

  private CsvResult read() throws IOException {
    List<Slot> slots = slots();
    pass(slots, Math.min(LOOK_ROWS, options.rowsMax()));
    skipped.clear();
    skippedCount = 0;
    int expected = expected(slots.size());
    slots = slots.stream().map(slot -> anew(slot, expected)).toList();
    int rows = pass(slots, options.rowsMax());
    if (rows == 0) {
      String name = sources.getFirst().name();
      throw new InvalidInput(name, "'%s' has column names but no rows".formatted(name));
    }
    if (skippedCount > rows) {
      throw new InvalidInput(
          sources.getFirst().name(),
          "%,d rows do not fit, more than the %,d that do, such as %s line %d: %s"
              .formatted(
                  skippedCount,
                  rows,
                  skipped.getFirst().file(),
                  skipped.getFirst().line(),
                  skipped.getFirst().reason()));
    }
    List<CsvResult.SkippedRow> skippedRows = List.copyOf(skipped);
    long skippedTotal = skippedCount;
    List<ColumnBuilder> first = slots.stream().map(Slot::builder).toList();
    List<CsvResult.DateReading> dates = DateEvidence.settle(first, options.dates().unclear());
    first.forEach(ColumnBuilder::settleWords);
    List<Slot> again =
        slots.stream().filter(slot -> slot.builder.isLost()).map(slot -> anew(slot, rows)).toList();
    if (!again.isEmpty()) {
      pass(again, options.rowsMax());
    }
    String unnamed =
        options.header() == Header.DETECT && layout.header() == Header.NONE
            ? sources.getFirst().name()
            : "";
    List<ColumnBuilder> builders = new ArrayList<>(first);
    again.forEach(slot -> builders.set(slot.column, slot.builder));
    List<CsvResult.Words> words = words(builders);
    return new CsvResult(frame(builders), skippedRows, skippedTotal, dates, words, unnamed);
  }

  /// The builder of one column.
  private record Slot(int column, ColumnBuilder builder) {}

  private List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    for (String name : layout.names()) {
      slots.add(
          new Slot(
              slots.size(), new ColumnBuilder(name, options, missing, ValueParser.ANY, LOOK_ROWS)));
    }
    return slots;
  }

  /// An empty builder for the same column, which begins with what was learned.
  private Slot anew(Slot slot, int expected) {
    ColumnBuilder learned = slot.builder;
    return new Slot(
        slot.column,
        new ColumnBuilder(learned.name(), options, missing, learned.kinds(), expected));
  }

  /// How many rows there are, for the columns to have the right size from the start: as many as
  /// lines, unless that is far from what the size of the files and of the first rows lets expect.
  private int expected(int columns) throws IOException {
    long bytes = 0;
    for (CsvSource source : sources) {
      bytes += source.bytes();
    }
    double rows = 1.02 * bytes / Math.max(1, rowBytes) + 64;
    double most = (double) bytes * RESERVED_PER_BYTE / Double.BYTES / columns;
    if (rows < options.rowsMax()) {
      long lines = lines();
      rows = lines > rows / 2 && lines < 2 * rows ? lines : rows;
    }
    return (int) Math.min(Math.min(rows, most), options.rowsMax());
  }

  /// Number of lines of all files that are no header.
  private long lines() throws IOException {
    long lines = 0;
    for (CsvSource source : sources) {
      lines += source.lines(stop);
    }
    return switch (layout.header()) {
      case EVERY_FILE -> lines - sources.size();
      case FIRST_FILE -> lines - 1;
      case NONE, DETECT -> lines;
    };
  }

  /// The words that stand for missing values.
  private List<CsvResult.Words> words(List<ColumnBuilder> builders) {
    List<CsvResult.Words> words = new ArrayList<>();
    for (ColumnBuilder builder : builders) {
      for (int place = 0; place < missing.words(); place++) {
        if (builder.words(place) > 0) {
          words.add(new CsvResult.Words(builder.name(), missing.word(place), builder.words(place)));
        }
      }
    }
    return words;
  }

  private Frame frame(List<ColumnBuilder> builders) {
    Charset charset = charset(builders);
    return new Frame(builders.stream().map(builder -> builder.build(charset)).toList());
  }

  private Charset charset(List<ColumnBuilder> builders) {
    return switch (options.encoding()) {
      case DETECT ->
          builders.stream().allMatch(builder -> builder.isDecodable(StandardCharsets.UTF_8))
              ? StandardCharsets.UTF_8
              : Encoding.WINDOWS_1252.charset();
      case UTF_8, ASCII -> required(options.encoding(), builders);
      case LATIN_1, WINDOWS_1252 -> options.encoding().charset();
      case UTF_16, UTF_16LE, UTF_16BE, UTF_32 -> StandardCharsets.UTF_8;
    };
  }

  private static Charset required(Encoding encoding, List<ColumnBuilder> builders) {
    for (ColumnBuilder builder : builders) {
      if (!builder.isDecodable(encoding.charset())) {
        throw new InvalidInput(
            "encoding",
            "column '%s' has text that is not %s; give its encoding"
                .formatted(builder.name(), encoding.charset()));
      }
    }
    return encoding.charset();
  }

  /// Reads these columns of all files; returns the number of rows.
  private int pass(List<Slot> slots, int rowsMax) throws IOException {
    int rows = 0;
    for (int i = 0; i < sources.size() && rows < rowsMax; i++) {
      CsvSource source = sources.get(i);
      try (var scanner =
          new CsvScanner(
              source.open(options.encoding()),
              source.name(),
              layout.delimiter(),
              options.recordBytesMax())) {
        if (!source.separator(options.encoding()).isEmpty()) {
          scanner.next();
        }
        boolean hasHeader =
            layout.header() == Header.EVERY_FILE
                || (layout.header() == Header.FIRST_FILE && i == 0);
        int[] places = hasHeader ? header(source, scanner) : places(layout.names());
        rows += rows(scanner, source, slots, places, rowsMax - rows);
      }
    }
    return rows;
  }

  /// Reads these columns of the records that are left, a block at a time down each column; returns
  /// the number of rows.
  private int rows(
      CsvScanner scanner, CsvSource source, List<Slot> slots, int[] places, int rowsMax)
      throws IOException {
    int rows = 0;
    while (rows < rowsMax && scanner.next()) {
      stop.check();
      rowBytes = scanner.recordBytes();
      CsvBlock block = scanner.block();
      int record = scanner.current();
      while (record < block.records() && rows < rowsMax) {
        int most = record + Math.min(block.records() - record, rowsMax - rows);
        int end = block.rightUpTo(record, most, places.length);
        if (end == record) {
          badRow(source, block, record, places.length);
          record++;
        } else {
          columns(block, source, slots, places, record, end);
          rows += end - record;
          record = end;
        }
      }
      scanner.skipBlock();
    }
    return rows;
  }

  private void columns(
      CsvBlock block, CsvSource source, List<Slot> slots, int[] places, int from, int to) {
    int wrongRecord = to;
    Slot wrong = null;
    for (Slot slot : slots) {
      int first = block.place(from, places[slot.column]);
      int stride = block.stride(places.length);
      int fitting = slot.builder.addAll(block, first, stride, wrongRecord - from);
      if (from + fitting < wrongRecord) {
        wrongRecord = from + fitting;
        wrong = slot;
      }
    }
    if (wrong != null) {
      throw wrongType(source, block, wrongRecord, wrong.builder, places[wrong.column]);
    }
  }

  private void badRow(CsvSource source, CsvBlock block, int record, int expected) {
    String problem = block.problem(record);
    String reason =
        problem != null
            ? problem
            : "%d field%s, expected %d"
                .formatted(block.width(record), block.width(record) == 1 ? "" : "s", expected);
    long line = block.line(record);
    if (options.badRows() == BadRows.REFUSE) {
      throw new BadRow(source.name(), line, reason + hint(block.width(record), expected));
    }
    skippedCount++;
    if (skipped.size() < CsvResult.SKIPPED_SHOWN) {
      skipped.add(new CsvResult.SkippedRow(source.name(), line, reason));
    }
  }

  private static String hint(int width, int expected) {
    return expected == 1 && width > 1
        ? " by the first line; take that out if it is a title or a comment"
        : "";
  }

  private static InvalidInput wrongType(
      CsvSource source, CsvBlock block, int record, ColumnBuilder builder, int field) {
    String value = CsvLayout.fields(block, record).get(field);
    String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    return new InvalidInput(
        builder.name(),
        "%s line %d: '%s' in column '%s' does not have the type given for the column"
            .formatted(source.name(), block.line(record), shown, builder.name()));
  }

  /// Reads the header of a file; returns in which field each column of the table stands.
  private int[] header(CsvSource source, CsvScanner scanner) throws IOException {
    if (!scanner.next()) {
      return places(layout.names());
    }
    List<String> names =
        CsvLayout.names(
            source.name(),
            CsvLayout.fields(scanner.block(), scanner.current()),
            options.encoding());
    if (names.stream().anyMatch(name -> name.indexOf(0) >= 0)) {
      throw CsvLayout.notText(source.name());
    }
    if (names.size() != layout.names().size() || !layout.names().containsAll(names)) {
      throw new InvalidInput(
          source.name(),
          "%s has the columns [%s]; '%s' has [%s]"
              .formatted(
                  source.name(),
                  Frame.shortNames(names),
                  sources.getFirst().name(),
                  Frame.shortNames(layout.names())));
    }
    return places(names);
  }

  private int[] places(List<String> names) {
    int[] places = new int[names.size()];
    if (names.equals(layout.names())) {
      Arrays.setAll(places, i -> i);
    } else {
      Arrays.setAll(places, i -> names.indexOf(layout.names().get(i)));
    }
    return places;
  }
}
