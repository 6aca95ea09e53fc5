/// What jobs are asked to do, as documents: the fields that all have, and what each kind adds.
@NullMarked
package dev.lazuli.jobs.spec;

import org.jspecify.annotations.NullMarked;
