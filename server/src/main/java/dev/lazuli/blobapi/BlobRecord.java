package dev.lazuli.blobapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What clients of the Blob service said of a blob, beside its bytes.
///
/// @param stamp of the content that this was said of; a blob that was since written by other ways
///   has another one, and then nothing of this holds
/// @param etag changes with every change of the blob
/// @param type `BlockBlob` or `AppendBlob`
/// @param headers such as `Content-Type`, by the name they are answered with
/// @param blocks in their order, empty when it was put as a whole
record BlobRecord(
    String stamp,
    String etag,
    String type,
    Map<String, String> headers,
    Map<String, String> metadata,
    Map<String, String> tags,
    List<Block> blocks,
    Lease lease) {
  static final String BLOCK_BLOB = "BlockBlob";
  static final String APPEND_BLOB = "AppendBlob";

  /// A part of a blob.
  ///
  /// @param id base64, as its client named it
  record Block(String id, long size) {}

  /// A promise that only one client writes.
  ///
  /// @param id empty when there is none
  /// @param untilMs Unix milliseconds; -1 for ever
  /// @param seconds that it was taken for; -1 for ever
  record Lease(String id, long untilMs, int seconds) {
    static final Lease NONE = new Lease("", 0, 0);

    boolean isHeld(long nowMs) {
      return !id.isEmpty() && (untilMs < 0 || nowMs < untilMs);
    }
  }

  BlobRecord withMetadata(String newEtag, Map<String, String> changed) {
    return new BlobRecord(stamp, newEtag, type, headers, changed, tags, blocks, lease);
  }

  /// With other headers; the hash of the content stays unless another is given.
  BlobRecord withHeaders(String newEtag, Map<String, String> changed) {
    Map<String, String> all = new LinkedHashMap<>(changed);
    if (headers.containsKey("Content-MD5")) {
      all.putIfAbsent("Content-MD5", headers.get("Content-MD5"));
    }
    return new BlobRecord(stamp, newEtag, type, all, metadata, tags, blocks, lease);
  }

  BlobRecord withTags(Map<String, String> changed) {
    return new BlobRecord(stamp, etag, type, headers, metadata, changed, blocks, lease);
  }

  BlobRecord withLease(Lease changed) {
    return new BlobRecord(stamp, etag, type, headers, metadata, tags, blocks, changed);
  }
}
