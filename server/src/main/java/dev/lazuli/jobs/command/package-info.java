/// Command jobs: a program of the user's, with inputs, outputs and an environment.
@NullMarked
package dev.lazuli.jobs.command;

import org.jspecify.annotations.NullMarked;
