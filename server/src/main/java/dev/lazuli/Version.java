package dev.lazuli;

/// The version of this Lazuli.
public final class Version {
  private Version() {}

  /// As it stands in the manifest; `development` outside a jar.
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
