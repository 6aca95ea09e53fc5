package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What steers a fit while it runs.
///
/// @param stop ends the fit at once, without a result
/// @param softStop ends the fit soon; the trees so far are the result
/// @param validationLoss loss of the raw scores of the validation rows, in their order, row after
///   row with all outputs of a row together; empty means the loss that is trained
public record FitControl(
    StopSignal stop, StopSignal softStop, Optional<ToDoubleFunction<double[]>> validationLoss) {

  /// Stops only when `stop` says so.
  public static FitControl of(StopSignal stop) {
    return new FitControl(stop, StopSignal.never(), Optional.empty());
  }

  /// Also ends, with the trees so far, when `signal` says so.
  public FitControl withSoftStop(StopSignal signal) {
    return new FitControl(stop, signal, validationLoss);
  }

  /// Measures the validation rows by this function; lower is better.
  public FitControl withValidationLoss(ToDoubleFunction<double[]> loss) {
    return new FitControl(stop, softStop, Optional.of(loss));
  }
}
