/// What deployments see and answer, kept for monitoring as Azure's data collector keeps it.
@NullMarked
package dev.lazuli.endpoints.collect;

import org.jspecify.annotations.NullMarked;
