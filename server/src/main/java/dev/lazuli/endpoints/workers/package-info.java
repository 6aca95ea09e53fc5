/// Workers: processes beside the server that run scoring scripts and models of any library.
@NullMarked
package dev.lazuli.endpoints.workers;

import org.jspecify.annotations.NullMarked;
