/// Time series: their time grid, and how a table becomes series on it.
@NullMarked
package dev.lazuli.ml.forecast.series;

import org.jspecify.annotations.NullMarked;
