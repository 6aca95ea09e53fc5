/// Named, versioned things that jobs are made of: containers, versions, labels, archive.
@NullMarked
package dev.lazuli.assets;

import org.jspecify.annotations.NullMarked;
