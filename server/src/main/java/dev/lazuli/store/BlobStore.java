package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Named sequences of bytes: artifacts, data, models.
public interface BlobStore {
  /// Stores a blob, whole or not at all; one of the same name is replaced.
  ///
  /// @param bytesMax the most it may hold
  /// @throws Problem.TooLarge when it holds more
  /// @throws Problem.StorageFull when the disk is full
  Stored put(BlobName name, InputStream content, long bytesMax);

  /// What is known of a blob; empty when there is none.
  Optional<BlobStat> stat(BlobName name);

  /// The bytes `[offset, offset + length)`; the caller closes the stream.
  ///
  /// @throws Problem.NotFound when there is no such blob
  InputStream open(BlobName name, long offset, long length);

  /// The blobs whose path starts with `prefix`, ordered by path.
  ///
  /// @param prefix start of the path; may be empty, and may end inside a segment
  List<BlobStat> list(String container, String prefix);

  /// Where the blob, or the folder of blobs, of this name lies on this machine; empty when the
  /// store keeps its blobs elsewhere. Whether there is anything is not told.
  default Optional<Path> localPath(BlobName name) {
    return Optional.empty();
  }

  /// Removes a blob; true when there was one.
  boolean delete(BlobName name);

  /// What was stored.
  ///
  /// @param sha256 of the content, 64 hexadecimal digits
  record Stored(BlobStat stat, String sha256) {}
}
