/// The process of a job: what runs outside the server, and how it talks with it.
@NullMarked
package dev.lazuli.jobs.process;

import org.jspecify.annotations.NullMarked;
