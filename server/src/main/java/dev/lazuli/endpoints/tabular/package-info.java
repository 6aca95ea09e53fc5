/// Models of rows and series scored in this process: bodies read straight into numbers.
@NullMarked
package dev.lazuli.endpoints.tabular;

import org.jspecify.annotations.NullMarked;
