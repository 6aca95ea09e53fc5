package dev.lazuli.blobapi;

/// An answer of the Blob service that is no success, by the code that its clients look at.
final class StorageFailure extends RuntimeException {
  private final int status;
  private final String code;

  private StorageFailure(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  static StorageFailure noContainer(String name) {
    return new StorageFailure(
        404, "ContainerNotFound", "The container '%s' does not exist.".formatted(name));
  }

  static StorageFailure containerExists(String name) {
    return new StorageFailure(
        409, "ContainerAlreadyExists", "The container '%s' exists already.".formatted(name));
  }

  static StorageFailure noBlob(String path) {
    return new StorageFailure(404, "BlobNotFound", "The blob '%s' does not exist.".formatted(path));
  }

  static StorageFailure blobExists(String path) {
    return new StorageFailure(
        409, "BlobAlreadyExists", "The blob '%s' exists already.".formatted(path));
  }

  static StorageFailure conditionNotMet(String header) {
    return new StorageFailure(
        412, "ConditionNotMet", "The condition in the header %s is not met.".formatted(header));
  }

  static StorageFailure notModified() {
    return new StorageFailure(304, "ConditionNotMet", "");
  }

  static StorageFailure invalidRange(long size) {
    return new StorageFailure(
        416, "InvalidRange", "The range is not within the %d bytes of the blob.".formatted(size));
  }

  static StorageFailure invalidBlockList(String block) {
    return new StorageFailure(
        400, "InvalidBlockList", "The block '%s' was not uploaded.".formatted(block));
  }

  static StorageFailure wrongType(String has, String needs) {
    return new StorageFailure(
        409, "InvalidBlobType", "The blob is a %s; this needs a %s.".formatted(has, needs));
  }

  static StorageFailure md5Mismatch() {
    return new StorageFailure(
        400, "Md5Mismatch", "The MD5 hash in Content-MD5 is not that of the content.");
  }

  static StorageFailure appendPosition(long size) {
    return new StorageFailure(
        412,
        "AppendPositionConditionNotMet",
        "The blob holds %d bytes, not what x-ms-blob-condition-appendpos says.".formatted(size));
  }

  static StorageFailure invalidHeader(String name, String value, String expected) {
    return new StorageFailure(
        400,
        "InvalidHeaderValue",
        "The header %s is '%s': expected %s.".formatted(name, value, expected));
  }

  static StorageFailure invalidQuery(String name, String value, String expected) {
    return new StorageFailure(
        400,
        "InvalidQueryParameterValue",
        "The query parameter %s is '%s': expected %s.".formatted(name, value, expected));
  }

  static StorageFailure invalidXml(String reason) {
    return new StorageFailure(400, "InvalidXmlDocument", reason);
  }

  static StorageFailure notSigned(String reason) {
    return new StorageFailure(403, "AuthenticationFailed", reason);
  }

  static StorageFailure notPermitted(String reason) {
    return new StorageFailure(403, "AuthorizationPermissionMismatch", reason);
  }

  static StorageFailure leaseConflict(String code, String message) {
    return new StorageFailure(409, code, message);
  }

  static StorageFailure leaseMissing() {
    return new StorageFailure(
        412, "LeaseIdMissing", "The blob is leased: x-ms-lease-id must name its lease.");
  }

  static StorageFailure unsupported(String what) {
    return new StorageFailure(
        501, "FeatureNotSupported", "This server does not do %s.".formatted(what));
  }

  static StorageFailure tooManyBlocks(int max) {
    return new StorageFailure(
        409, "BlockCountExceedsLimit", "A blob has at most %d blocks.".formatted(max));
  }
}
