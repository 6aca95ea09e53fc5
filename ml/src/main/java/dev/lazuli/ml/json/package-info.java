/// A small JSON tree with its reader and writer, for model files and reports.
@NullMarked
package dev.lazuli.ml.json;

import org.jspecify.annotations.NullMarked;
