/// Where files of a workspace lie: references to them, datastores, and the blobs behind both.
@NullMarked
package dev.lazuli.artifacts;

import org.jspecify.annotations.NullMarked;
