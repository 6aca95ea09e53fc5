/// Ways to part the rows of a table into training and validation.
@NullMarked
package dev.lazuli.ml.split;

import org.jspecify.annotations.NullMarked;
