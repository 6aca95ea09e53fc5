/// Jobs: what runs, where it stands, and the processes that do the work.
@NullMarked
package dev.lazuli.jobs;

import org.jspecify.annotations.NullMarked;
