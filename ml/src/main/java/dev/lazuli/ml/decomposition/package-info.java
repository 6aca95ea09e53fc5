/// Few columns that tell most of many.
@NullMarked
package dev.lazuli.ml.decomposition;

import org.jspecify.annotations.NullMarked;
