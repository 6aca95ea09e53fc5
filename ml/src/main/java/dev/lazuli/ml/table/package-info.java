/// Single learners on tables: from a frame to a model of raw rows in one call.
@NullMarked
package dev.lazuli.ml.table;

import org.jspecify.annotations.NullMarked;
