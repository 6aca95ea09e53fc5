/// Learners that fit one series by itself: naive ones, exponential smoothing, Theta, ARIMA,
/// Croston.
@NullMarked
package dev.lazuli.ml.forecast.local;

import org.jspecify.annotations.NullMarked;
