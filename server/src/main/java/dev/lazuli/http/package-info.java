/// The HTTP server: a table of routes, each with the action it needs, and what guards them.
@NullMarked
package dev.lazuli.http;

import org.jspecify.annotations.NullMarked;
