package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import java.util.function.DoubleUnaryOperator;

/// One column of a value in a graph, as a function of one of the model's features.
sealed interface Expression {
  /// The feature.
  int feature();

  /// The same column after one more step.
  Expression then(Step step);

  /// A step over numbers: `scale * x + offset` but for rounding.
  ///
  /// @param exact the step as the operator computes it, NaN included
  record Step(DoubleUnaryOperator exact, double scale, double offset) {
    /// A step that keeps numbers but for rounding and missing values.
    static Step same(DoubleUnaryOperator exact) {
      return new Step(exact, 1, 0);
    }
  }

  /// More steps than this no preparation takes.
  int STEPS_MAX = 100;

  /// A number of the feature: `scale * x + offset` but for rounding.
  ///
  /// @param steps how many steps led to it
  record Affine(int feature, DoubleUnaryOperator exact, double scale, double offset, int steps)
      implements Expression {
    /// The feature itself.
    ///
    /// @param exact how the graph reads it
    static Affine of(int feature, DoubleUnaryOperator exact) {
      return new Affine(feature, exact, 1, 0, 0);
    }

    @Override
    public Affine then(Step step) {
      if (steps == STEPS_MAX) {
        throw new InvalidInput(
            "model", "the ONNX file prepares a column in more than %d steps".formatted(STEPS_MAX));
      }
      return new Affine(
          feature,
          exact.andThen(step.exact()),
          step.scale() * scale,
          step.scale() * offset + step.offset(),
          steps + 1);
    }
  }

  /// One number for rows that have a category, another for all others.
  record Indicator(int feature, int code, double on, double off) implements Expression {
    @Override
    public Indicator then(Step step) {
      return new Indicator(
          feature, code, step.exact().applyAsDouble(on), step.exact().applyAsDouble(off));
    }
  }
}
