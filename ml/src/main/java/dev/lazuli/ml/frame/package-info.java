/// Typed columns, tables, and the readers that make them.
@NullMarked
package dev.lazuli.ml.frame;

import org.jspecify.annotations.NullMarked;
