/// Models of tables: what goes in, how it becomes features, what scores it, and the MLflow folder
/// it is kept in.
@NullMarked
package dev.lazuli.ml.model;

import org.jspecify.annotations.NullMarked;
