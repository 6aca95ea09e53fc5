package dev.lazuli.azureml;

import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Places for files that come before the asset they belong to: each gets a container of its own, so
/// that no upload finds the files of another.
public final class PendingUploads {
  private static final Duration LIFE = Duration.ofHours(12);

  private final StorageAccount account;
  private final Consumer<String> makeContainer;
  private final Clock clock;
  private final Ids ids;

  /// @param makeContainer makes a container of that name
  public PendingUploads(
      StorageAccount account, Consumer<String> makeContainer, Clock clock, Ids ids) {
    this.account = account;
    this.makeContainer = makeContainer;
    this.clock = clock;
    this.ids = ids;
  }

  /// Makes a container, and tells where it is and how to write to it.
  ObjectNode begin(Request request) {
    String id = ids.uuid();
    String container = "upload-" + id;
    makeContainer.accept(container);
    String origin = request.origin();
    ObjectNode answer = Json.object();
    answer.put("pendingUploadId", id);
    answer.put("pendingUploadType", "TemporaryBlobReference");
    ObjectNode reference = answer.putObject("blobReferenceForConsumption");
    reference.put("blobUri", "%s/%s/%s".formatted(origin, StorageAccount.NAME, container));
    reference.put("storageAccountArmId", "");
    reference
        .putObject("credential")
        .put("credentialType", "SAS")
        .put(
            "sasUri",
            "%s/%s%s/%s?%s"
                .formatted(
                    origin,
                    StorageAccount.NAME,
                    StorageAccount.SUFFIX,
                    container,
                    account.sas(clock.instant(), LIFE)));
    return answer;
  }
}
