/// Public holidays of countries, computed from their rules.
@NullMarked
package dev.lazuli.ml.forecast.holiday;

import org.jspecify.annotations.NullMarked;
