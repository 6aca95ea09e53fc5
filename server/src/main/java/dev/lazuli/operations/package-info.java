/// What takes longer than a request: begun by one, asked after by others, kept for all servers.
@NullMarked
package dev.lazuli.operations;

import org.jspecify.annotations.NullMarked;
