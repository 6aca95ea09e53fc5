/// Generalised linear models with elastic-net penalties.
@NullMarked
package dev.lazuli.ml.linear;

import org.jspecify.annotations.NullMarked;
