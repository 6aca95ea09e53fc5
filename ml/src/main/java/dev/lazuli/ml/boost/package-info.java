/// Histogram gradient boosting and forests of trees, in pure Java.
@NullMarked
package dev.lazuli.ml.boost;

import org.jspecify.annotations.NullMarked;
