/// What applications are judged by: sets of questions with expected answers, and scorers.
@NullMarked
package dev.lazuli.evaluation;

import org.jspecify.annotations.NullMarked;
