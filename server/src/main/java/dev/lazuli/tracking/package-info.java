/// Experiments, runs, and what is logged to them: metrics, params, tags, datasets, models.
@NullMarked
package dev.lazuli.tracking;

import org.jspecify.annotations.NullMarked;
