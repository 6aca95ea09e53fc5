/// Forecasts of time series: evaluation by rolling origins, combination, and the model that is
/// kept.
@NullMarked
package dev.lazuli.ml.forecast;

import org.jspecify.annotations.NullMarked;
