/// Data assets: named, versioned references to files, and how those files become tables.
@NullMarked
package dev.lazuli.data;

import org.jspecify.annotations.NullMarked;
