/// Small feed-forward neural networks.
@NullMarked
package dev.lazuli.ml.neural;

import org.jspecify.annotations.NullMarked;
