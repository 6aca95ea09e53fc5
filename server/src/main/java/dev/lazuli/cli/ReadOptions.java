package dev.lazuli.cli;

import dev.lazuli.data.LocalTables;
import dev.lazuli.data.TableForm;
import dev.lazuli.data.TableSource;
import dev.lazuli.data.Tables;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.DateOrders;
import dev.lazuli.ml.frame.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// How commands without a server read the tables that they are given.
final class ReadOptions {
  /// What becomes of a line that does not fit.
  enum BadLines {
    ERROR,
    SKIP
  }

  @Option(
      names = "--on-bad-lines",
      paramLabel = "RULE",
      description =
          "Lines with too many or too few fields: error, or skip to leave them out (default:"
              + " error).")
  private BadLines badLines = BadLines.ERROR;

  @Option(
      names = "--day-first",
      description =
          "Read dates such as 01/02/2024 with the day first where no date of their column tells"
              + " (default: as other columns of the file show, or the month).")
  private boolean dayFirst;

  @Option(
      names = "--missing",
      split = ",",
      paramLabel = "TEXTS",
      description =
          "Texts that mean 'no value', parted by commas, instead of NA, N/A, n/a, #N/A, <NA>, NaN,"
              + " nan, null, NULL, None and ?; an empty field always does, and --missing '' says"
              + " that nothing else does.")
  private List<String> missing = List.of();

  /// The table, telling what was read and what was left out.
  ///
  /// @param paths CSV or Parquet files, folders of them, or one MLTable folder
  /// @param form what is known of its columns
  /// @throws StopSignal.Stopped when told to stop
  CsvResult read(List<Path> paths, TableForm form, Terminal terminal, StopSignal stop) {
    DateOrder unclear = dayFirst ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST;
    TableSource source = LocalTables.find(paths);
    TableForm known =
        new TableForm(
            new DateOrders(form.dates().known(), unclear), form.asWritten(), form.texts());
    TableSource.Read read =
        known.addTo(source.read()).withMissing(missing).skippingBadLines(badLines == BadLines.SKIP);
    CsvResult table = Tables.read(source.withRead(read), stop);
    String names = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    Frame frame = table.frame();
    int columns = frame.columns().size();
    terminal.line(
        "Read %s: %,d row%s, %d column%s",
        names,
        frame.rowCount(),
        frame.rowCount() == 1 ? "" : "s",
        columns,
        columns == 1 ? "" : "s");
    table.remarks().forEach(remark -> terminal.line("Note: " + remark));
    return table;
  }
}
