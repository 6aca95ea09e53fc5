/// The `lazuli` command: `az ml`'s nouns and verbs over a server's HTTP interface.
@NullMarked
package dev.lazuli.cli;

import org.jspecify.annotations.NullMarked;
