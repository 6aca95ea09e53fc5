/// The learning library: tables, feature preparation, learners, scorers and AutoML in pure Java.
@NullMarked
package dev.lazuli.ml;

import org.jspecify.annotations.NullMarked;
