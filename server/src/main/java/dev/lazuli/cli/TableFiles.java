package dev.lazuli.cli;

import dev.lazuli.data.LocalTables;
import dev.lazuli.data.Tables;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Reads the tables that commands without a server are given.
final class TableFiles {
  private TableFiles() {}

  /// The table, telling what was read and what was left out.
  ///
  /// @param paths CSV or Parquet files, folders of them, or one MLTable folder
  /// @throws StopSignal.Stopped when told to stop
  static Frame read(List<Path> paths, Terminal terminal, StopSignal stop) {
    CsvResult table = Tables.read(LocalTables.find(paths), stop);
    String names = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    Frame frame = table.frame();
    terminal.line("Read %s: %,d rows, %d columns", names, frame.rowCount(), frame.columns().size());
    table.remark().ifPresent(remark -> terminal.line("Note: " + remark));
    return frame;
  }
}
