/// Batch endpoints: a model applied to files, by jobs.
@NullMarked
package dev.lazuli.batch;

import org.jspecify.annotations.NullMarked;
