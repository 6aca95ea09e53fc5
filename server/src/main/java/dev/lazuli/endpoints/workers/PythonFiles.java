package dev.lazuli.endpoints.workers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The Python files of the workers, which travel in the server's jar.
public final class PythonFiles {
  private static final List<String> NAMES =
      List.of(
          "lazuli_worker.py",
          "lazuli_output.py",
          "lazuli_script.py",
          "lazuli_shims.py",
          "lazuli_pyfunc.py");

  private final Path folder;

  private PythonFiles(Path folder) {
    this.folder = folder;
  }

  /// Writes them to a folder, over what an earlier version left there.
  public static PythonFiles in(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : NAMES) {
        Files.write(folder.resolve(name), content(name));
      }
      return new PythonFiles(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] content(String name) throws IOException {
    try (InputStream file = PythonFiles.class.getResourceAsStream("/python/worker/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks python/worker/" + name);
      }
      return file.readAllBytes();
    }
  }

  /// The program of a worker.
  public Path worker() {
    return folder.resolve("lazuli_worker.py");
  }
}
