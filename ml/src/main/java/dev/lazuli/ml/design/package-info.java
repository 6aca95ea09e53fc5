/// Feature rows as vectors of standardised numbers and 0/1 columns.
@NullMarked
package dev.lazuli.ml.design;

import org.jspecify.annotations.NullMarked;
