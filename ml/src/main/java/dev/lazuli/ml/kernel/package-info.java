/// Support vector machines with a Gaussian kernel.
@NullMarked
package dev.lazuli.ml.kernel;

import org.jspecify.annotations.NullMarked;
