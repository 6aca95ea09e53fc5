/// AutoML jobs: what they are asked, the process that searches, and what it leaves behind.
@NullMarked
package dev.lazuli.automl;

import org.jspecify.annotations.NullMarked;
