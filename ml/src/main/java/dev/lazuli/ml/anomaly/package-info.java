/// Rows that are unlike the others.
@NullMarked
package dev.lazuli.ml.anomaly;

import org.jspecify.annotations.NullMarked;
