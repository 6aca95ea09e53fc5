/// Weighted ensembles of models.
@NullMarked
package dev.lazuli.ml.ensemble;

import org.jspecify.annotations.NullMarked;
