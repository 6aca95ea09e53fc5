/// Naive Bayes classifiers: class probabilities from features taken as independent.
@NullMarked
package dev.lazuli.ml.bayes;

import org.jspecify.annotations.NullMarked;
