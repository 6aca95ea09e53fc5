package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// How much memory boosting and forests take, known before anything is read or made.
public final class FitMemory {
  private FitMemory() {}

  /// The bytes of a [BinnedTable], beside the feature table that it is made from.
  public static long tableBytes(long rows, int features) {
    return (BinnedTable.hasColumns(rows, features) ? 2 : 1) * rows * features;
  }

  /// The most bytes that a fit takes beside the table and the model.
  ///
  /// @param tableRows how many rows the table has
  /// @param trainRows how many of them train
  public static long fitBytes(
      long tableRows, int features, long trainRows, BoostSettings settings) {
    long scores = 3L * 8 * tableRows * settings.loss().outputs();
    long rows = 8L * tableRows + 20L * trainRows;
    if (settings.sampling() instanceof Sampling.Gradients) {
      rows += 6L * trainRows;
    }
    long histogram = 8L * 256 * features;
    int histograms = HistogramPool.histogramsMax(features, settings) + settings.threads() - 1;
    return scores + rows + histogram * histograms;
  }

  /// Refuses a fit that would take more than the settings allow.
  static void check(BinnedTable table, int trainRows, BoostSettings settings) {
    long bytes = fitBytes(table.rows(), table.features(), trainRows, settings);
    if (bytes > settings.memoryMax()) {
      throw new InvalidInput(
          "memoryMax",
          "a fit of %d rows x %d features needs %d bytes, the limit is %d"
              .formatted(trainRows, table.features(), bytes, settings.memoryMax()));
    }
  }
}
