/// Automated search for the best model of a table within a time budget.
@NullMarked
package dev.lazuli.ml.automl;

import org.jspecify.annotations.NullMarked;
