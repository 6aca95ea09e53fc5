package dev.lazuli.artifacts;

import dev.lazuli.base.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// A name for a place where files lie.
///
/// @param account the storage account, or the store
/// @param container the container, file system or file share
/// @param credentialsType `None`, `AccountKey`, `Sas`, `ServicePrincipal` or `Certificate`
/// @param createdBy who made it
public record Datastore(
    String name,
    Type type,
    String account,
    String container,
    String endpoint,
    String protocol,
    String credentialsType,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    String createdBy,
    Instant created) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,255}");

  /// Azure's kinds of datastores, with the field that names the container of each.
  public enum Type {
    AZURE_BLOB("AzureBlob", "containerName"),
    AZURE_FILE("AzureFile", "fileShareName"),
    AZURE_DATA_LAKE_GEN1("AzureDataLakeGen1", ""),
    AZURE_DATA_LAKE_GEN2("AzureDataLakeGen2", "filesystem");

    private final String word;
    private final String containerField;

    Type(String word, String containerField) {
      this.word = word;
      this.containerField = containerField;
    }

    /// Azure's word.
    public String word() {
      return word;
    }

    /// Azure's name for the field that holds the container; empty when there is none.
    public String containerField() {
      return containerField;
    }
  }

  /// @throws Problem.Invalid when the name cannot be used
  public Datastore {
    if (!NAME.matcher(name).matches()) {
      throw new Problem.Invalid("name", name, "1 to 255 letters, digits and underscores");
    }
    tags = Map.copyOf(tags);
    properties = Map.copyOf(properties);
  }

  /// Whether its files lie in this server's own account.
  public boolean isOwn() {
    return type == Type.AZURE_BLOB
        && (account.equals(StorageAccount.NAME) || account.endsWith("/" + StorageAccount.NAME));
  }
}
