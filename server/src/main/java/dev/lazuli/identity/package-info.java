/// Who calls and where: workspaces, and the guard that each request passes.
@NullMarked
package dev.lazuli.identity;

import org.jspecify.annotations.NullMarked;
