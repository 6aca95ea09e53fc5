/// The Blob service of Azure Storage over the blobs of this server, for its unmodified clients.
@NullMarked
package dev.lazuli.blobapi;

import org.jspecify.annotations.NullMarked;
