package dev.lazuli.data;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.BadRow;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Reads tables out of files: CSV by our own reader, Parquet by DuckDB.
///
/// For jobs and workers only: Parquet brings native code into the process.
public final class Tables {
  /// How rows that do not fit can be left out, wherever a table is read.
  private static final String LEFT_OUT =
      "; to leave out such lines, say on_bad_lines: skip among the properties of a job or in"
          + " read_delimited of an MLTable, --on-bad-lines skip to a command";

  private Tables() {}

  /// The whole table, and the rows that are none of it.
  ///
  /// @throws Problem.Invalid when the files are no table; the message names file and line
  /// @throws Problem.NotFound when a file is gone
  public static CsvResult read(TableSource source, StopSignal stop) {
    return read(source, Integer.MAX_VALUE, stop);
  }

  /// At most the first rows of the table.
  ///
  /// @throws Problem.Invalid when the files are no table; the message names file and line
  /// @throws Problem.NotFound when a file is gone
  public static CsvResult read(TableSource source, int rowsMax, StopSignal stop) {
    try {
      CsvResult raw = raw(source, rowsWanted(source, rowsMax), stop);
      return raw.withFrame(transformed(raw.frame(), source, rowsMax));
    } catch (BadRow e) {
      throw new Problem.Invalid(e.subject(), e.getMessage() + LEFT_OUT);
    } catch (InvalidInput e) {
      throw new Problem.Invalid(e.subject(), String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new Problem.NotFound(
          "the file '%s' is gone".formatted(Path.of(e.getFile()).getFileName()));
    } catch (IOException e) {
      throw new Problem.Unavailable("the data cannot be read: " + e.getMessage());
    }
  }

  private static CsvResult raw(TableSource source, int rowsMax, StopSignal stop)
      throws IOException {
    List<Path> files = source.files().stream().map(Path::of).toList();
    if (files.isEmpty()) {
      throw new Problem.Invalid("path", "there are no files to read");
    }
    return isParquet(source, files.getFirst())
        ? CsvResult.of(ParquetReader.read(files, rowsMax, stop))
        : CsvReader.read(files, csvOptions(source).withRowsMax(rowsMax), stop);
  }

  static boolean isParquet(TableSource source, Path first) throws IOException {
    if (!source.read().format().isEmpty()) {
      return source.read().format().equals("parquet");
    }
    try (InputStream in = Files.newInputStream(first)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PAR1");
    }
  }

  private static CsvOptions csvOptions(TableSource source) {
    TableSource.Read read = source.read();
    CsvOptions options =
        CsvOptions.defaults()
            .withTypes(givenTypes(source))
            .withDates(read.dates())
            .withAsWritten(Set.copyOf(read.asWritten()));
    if (read.skipsBadLines()) {
      options = options.withBadRows(CsvOptions.BadRows.SKIP);
    }
    if (!read.delimiter().isEmpty()) {
      options = options.withDelimiter(read.delimiter().charAt(0));
    }
    if (!read.encoding().isEmpty()) {
      options = options.withEncoding(CsvOptions.Encoding.of(read.encoding()));
    }
    if (!read.missing().isEmpty()) {
      options = options.withMissing(Set.copyOf(read.missing()));
    }
    if (read.isEmptyText()) {
      options = options.withEmptyText();
    }
    return switch (read.header()) {
      case "every_file" -> options.withHeader(CsvOptions.Header.EVERY_FILE);
      case "first_file" -> options.withHeader(CsvOptions.Header.FIRST_FILE);
      case "none" -> options.withHeader(CsvOptions.Header.NONE);
      default -> options;
    };
  }

  /// The conversions, for the CSV reader: it reads what is written, so that `007` stays `007`.
  private static Map<String, ColumnType> givenTypes(TableSource source) {
    Map<String, ColumnType> types = new HashMap<>();
    source.read().texts().forEach(column -> types.put(column, ColumnType.CATEGORY));
    for (TableSource.Step step : source.steps()) {
      step.types().forEach((column, type) -> types.put(column, ColumnType.valueOf(type)));
    }
    return types;
  }

  /// How many rows of the files are enough, when steps take or skip some.
  private static int rowsWanted(TableSource source, int rowsMax) {
    long wanted = rowsMax;
    for (TableSource.Step step : source.steps().reversed()) {
      wanted =
          switch (step.kind()) {
            case "take" -> Math.min(wanted, step.count());
            case "skip" -> wanted + step.count();
            default -> wanted;
          };
    }
    return Math.clamp(wanted, 1, Integer.MAX_VALUE);
  }

  private static Frame transformed(Frame frame, TableSource source, int rowsMax) {
    Frame result = frame;
    for (TableSource.Step step : source.steps()) {
      result =
          switch (step.kind()) {
            case "take" -> rows(result, 0, step.count());
            case "skip" -> rows(result, step.count(), Integer.MAX_VALUE);
            case "keep" -> new Frame(step.columns().stream().map(result::require).toList());
            case "drop" -> result.without(step.columns());
            case "convert" -> converted(result, step.types());
            default -> throw new IllegalStateException("no such step: " + step.kind());
          };
    }
    return rows(result, 0, rowsMax);
  }

  private static Frame rows(Frame frame, int from, int count) {
    int first = Math.min(from, frame.rowCount());
    int last = (int) Math.min(frame.rowCount(), (long) first + count);
    return first == 0 && last == frame.rowCount()
        ? frame
        : frame.select(IntStream.range(first, last).toArray());
  }

  private static Frame converted(Frame frame, Map<String, String> types) {
    types.keySet().forEach(frame::require);
    List<Column> columns =
        frame.columns().stream()
            .map(column -> {
              String type = types.get(column.name());
              return type == null ? column : Conversions.to(ColumnType.valueOf(type), column);
            })
            .toList();
    return new Frame(columns);
  }
}
