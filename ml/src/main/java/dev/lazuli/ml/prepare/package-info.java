/// Feature preparation learned from a table.
@NullMarked
package dev.lazuli.ml.prepare;

import org.jspecify.annotations.NullMarked;
