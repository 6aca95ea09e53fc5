package dev.lazuli.ml.bayes;

/// What one feature adds to the log-likelihood of each class; nothing when it is missing.
sealed interface BayesTerm {
  /// Adds the logarithms for a value.
  ///
  /// @param value not NaN
  /// @param out one number for each class
  void add(double value, double[] out);

  /// Its numbers, all classes together.
  double[] numbers();

  /// A number with a normal distribution in each class.
  final class Normal implements BayesTerm {
    private final double[] numbers;

    /// @param numbers for each class the mean, `-1 / (2 variance)` and `-log(2 pi variance) / 2`
    Normal(double[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public void add(double value, double[] out) {
      for (int c = 0; c < out.length; c++) {
        double difference = value - numbers[3 * c];
        out[c] += numbers[3 * c + 1] * difference * difference + numbers[3 * c + 2];
      }
    }

    @Override
    public double[] numbers() {
      return numbers;
    }
  }

  /// A number that is present above a threshold.
  final class Presence implements BayesTerm {
    private final double[] numbers;

    /// @param numbers the threshold, then for each class the logarithms for absent and present
    Presence(double[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public void add(double value, double[] out) {
      int present = value > numbers[0] ? 1 : 0;
      for (int c = 0; c < out.length; c++) {
        out[c] += numbers[1 + 2 * c + present];
      }
    }

    @Override
    public double[] numbers() {
      return numbers;
    }
  }

  /// A number that counts.
  final class Count implements BayesTerm {
    private final double[] numbers;

    /// @param numbers what is taken off and the factor that scale a value; 1 to keep it within `[0,
    ///   1]` or 0 not to; then for each class the logarithm that one count adds
    Count(double[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public void add(double value, double[] out) {
      double count = scaled(numbers, value);
      for (int c = 0; c < out.length; c++) {
        out[c] += numbers[3 + c] * count;
      }
    }

    static double scaled(double[] scale, double value) {
      double count = (value - scale[0]) * scale[1];
      return scale[2] > 0 ? Math.min(Math.max(count, 0), 1) : count;
    }

    @Override
    public double[] numbers() {
      return numbers;
    }
  }

  /// A category.
  final class Codes implements BayesTerm {
    private final double[] numbers;

    /// @param numbers for each code the logarithm of each class
    Codes(double[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public void add(double value, double[] out) {
      int k = out.length;
      if (value >= 0 && (int) value < numbers.length / k) {
        int at = ((int) value) * k;
        for (int c = 0; c < k; c++) {
          out[c] += numbers[at + c];
        }
      }
    }

    @Override
    public double[] numbers() {
      return numbers;
    }
  }
}
