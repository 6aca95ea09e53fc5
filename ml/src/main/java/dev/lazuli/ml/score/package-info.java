/// Models made of trees and the scorers that answer for them, one row or many at a time.
@NullMarked
package dev.lazuli.ml.score;

import org.jspecify.annotations.NullMarked;
