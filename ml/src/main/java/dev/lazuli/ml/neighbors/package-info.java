/// Predictions from the nearest training rows.
@NullMarked
package dev.lazuli.ml.neighbors;

import org.jspecify.annotations.NullMarked;
