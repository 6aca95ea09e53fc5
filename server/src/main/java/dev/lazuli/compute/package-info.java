/// Where work runs: the machines and queues of a workspace, and how processes are started on them.
@NullMarked
package dev.lazuli.compute;

import org.jspecify.annotations.NullMarked;
