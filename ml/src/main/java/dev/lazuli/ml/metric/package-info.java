/// How well predictions agree with what was observed: Azure's AutoML metrics under their names.
@NullMarked
package dev.lazuli.ml.metric;

import org.jspecify.annotations.NullMarked;
