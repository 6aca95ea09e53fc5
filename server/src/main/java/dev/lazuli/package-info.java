/// The server and the command line: flags become a configuration, and the parts are wired by hand.
@NullMarked
package dev.lazuli;

import org.jspecify.annotations.NullMarked;
