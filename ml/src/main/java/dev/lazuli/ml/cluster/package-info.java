/// Groups of rows that lie together.
@NullMarked
package dev.lazuli.ml.cluster;

import org.jspecify.annotations.NullMarked;
