import com.sun.management.OperatingSystemMXBean;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.forecast.ForecastResult;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.Forecasting;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Forecasts with Lazuli for `forecast.py`: prints a line of numbers for each table it is given.
final class Forecast {
  private Forecast() {}

  /// Arguments: time column, target, horizon, seconds of the processor, then tables that each end at
  /// their origin.
  public static void main(String[] args) throws IOException {
    SeriesOptions options = SeriesOptions.of(args[0], args[1]);
    ForecastSettings settings =
        ForecastSettings.of(options)
            .withHorizon(Integer.parseInt(args[2]))
            .withMetric("mase")
            .withThreads(Runtime.getRuntime().availableProcessors())
            .withBudget(Duration.ofSeconds(Long.parseLong(args[3])));
    OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (String file : List.of(args).subList(4, args.length)) {
      Frame table = CsvReader.read(Path.of(file), CsvOptions.defaults()).frame();
      ForecastResult result =
          Forecasting.run(
              table,
              settings,
              AutoMlListener.none(),
              StopSignal.never(),
              system::getProcessCpuTime); // other work on the machine takes nothing from the budget
      result
          .board()
          .trials()
          .forEach(trial ->
              System.err.printf(
                  "# %-22s %-55s %.4f %6.2f s %s%n",
                  trial.algorithm(),
                  trial.params(),
                  trial.score(),
                  trial.seconds(),
                  trial.message()));
      System.err.printf(
          "# %s %s %.1f s%n",
          result.board().rule(), result.board().intervals(), result.board().seconds());
      Frame ahead = result.model().ahead(settings.horizon());
      double[] predicted = ((NumberColumn) ahead.require("prediction")).values();
      StringBuilder line = new StringBuilder();
      for (double value : predicted) {
        line.append(line.isEmpty() ? "" : " ").append(value);
      }
      System.out.println(line);
    }
  }
}
