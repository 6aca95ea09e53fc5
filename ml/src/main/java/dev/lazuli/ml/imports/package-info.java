/// Models that other libraries trained, read from their own files into our scorers.
@NullMarked
package dev.lazuli.ml.imports;

import org.jspecify.annotations.NullMarked;
