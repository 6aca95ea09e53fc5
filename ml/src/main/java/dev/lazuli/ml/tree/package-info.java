/// Single decision trees that are small enough to read.
@NullMarked
package dev.lazuli.ml.tree;

import org.jspecify.annotations.NullMarked;
