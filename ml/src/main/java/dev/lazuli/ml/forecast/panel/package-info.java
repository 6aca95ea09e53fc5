/// Boosted trees over all series at once: lags, calendar and regressors as features.
@NullMarked
package dev.lazuli.ml.forecast.panel;

import org.jspecify.annotations.NullMarked;
