import com.sun.management.OperatingSystemMXBean;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a CSV file in a fresh JVM; prints the CPU seconds of reading, with the warming-up of the
/// JIT in them, and the memory that the columns take.
void main(String[] arguments) throws IOException {
  Path file = Path.of(arguments[0]);
  var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  long start = system.getProcessCpuTime();
  Frame frame = CsvReader.read(file, CsvOptions.defaults()).frame();
  double seconds = (system.getProcessCpuTime() - start) / 1e9;
  long peak = 0;
  for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
    if (line.startsWith("VmHWM:")) {
      peak = Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
  }
  System.out.printf(
      "lazuli  %6.2f CPU s   peak %,d MiB   %,d rows, %d columns%n",
      seconds, peak, frame.rowCount(), frame.columns().size());
}
