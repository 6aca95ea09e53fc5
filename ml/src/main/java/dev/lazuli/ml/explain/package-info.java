/// What each feature adds to a prediction.
@NullMarked
package dev.lazuli.ml.explain;

import org.jspecify.annotations.NullMarked;
