package dev.lazuli.blobapi;

import java.util.List;

/// One page of a listing of blobs.
///
/// @param delimiter empty for a flat listing
/// @param marker the first path of the page; empty for the first page
/// @param include such as `metadata,tags`
record BlobListing(String prefix, String delimiter, String marker, int max, String include) {
  /// The page.
  ///
  /// @param all the blobs below the prefix, by path
  Xml xml(String endpoint, String container, List<Blobs.Found> all, long nowMs) {
    Xml xml =
        new Xml()
            .open("EnumerationResults", "ServiceEndpoint", endpoint, "ContainerName", container)
            .add("Prefix", prefix)
            .add("Marker", marker)
            .add("MaxResults", Integer.toString(max));
    if (!delimiter.isEmpty()) {
      xml.add("Delimiter", delimiter);
    }
    xml.open("Blobs");
    int count = 0;
    String folder = "";
    String next = "";
    for (Blobs.Found found : all) {
      String path = found.stat().name().path();
      String group = group(path);
      boolean isSkipped = path.compareTo(marker) < 0 || (!group.isEmpty() && group.equals(folder));
      if (isSkipped) {
        continue;
      }
      if (count == max) {
        next = path;
        break;
      }
      count++;
      folder = group;
      if (group.isEmpty()) {
        addBlob(xml, found, nowMs);
      } else {
        xml.open("BlobPrefix").add("Name", group).close("BlobPrefix");
      }
    }
    return xml.close("Blobs").add("NextMarker", next).close("EnumerationResults");
  }

  /// The part of a path up to the delimiter after the prefix; empty when there is none.
  private String group(String path) {
    int at = delimiter.isEmpty() ? -1 : path.indexOf(delimiter, prefix.length());
    return at < 0 ? "" : path.substring(0, at + delimiter.length());
  }

  private void addBlob(Xml xml, Blobs.Found found, long nowMs) {
    BlobRecord record = found.record();
    boolean isLeased = record.lease().isHeld(nowMs);
    xml.open("Blob").add("Name", found.stat().name().path()).open("Properties");
    xml.add("Creation-Time", BlobAnswers.httpDate(found.stat().modified()))
        .add("Last-Modified", BlobAnswers.httpDate(found.stat().modified()))
        .add("Etag", record.etag())
        .add("Content-Length", Long.toString(found.stat().size()))
        .add("Content-Type", record.headers().getOrDefault("Content-Type", BlobAnswers.OCTETS));
    for (String name :
        List.of("Content-Encoding", "Content-Language", "Content-MD5", "Cache-Control")) {
      xml.add(name, record.headers().getOrDefault(name, ""));
    }
    xml.add("Content-Disposition", record.headers().getOrDefault("Content-Disposition", ""))
        .add("BlobType", record.type())
        .add("AccessTier", "Hot")
        .add("AccessTierInferred", "true")
        .add("LeaseStatus", isLeased ? "locked" : "unlocked")
        .add("LeaseState", isLeased ? "leased" : "available")
        .add("ServerEncrypted", "false");
    xml.close("Properties");
    if (include.contains("metadata")) {
      xml.addMetadata(record.metadata());
    }
    if (include.contains("tags") && !record.tags().isEmpty()) {
      BlobAnswers.addTags(xml, record.tags());
    }
    xml.close("Blob");
  }
}
