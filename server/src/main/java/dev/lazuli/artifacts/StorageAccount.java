package dev.lazuli.artifacts;

import dev.lazuli.store.BlobName;
import dev.lazuli.store.SecretBox;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The storage account that all containers of this server lie in, as Azure Storage has them: a
/// name, a key, and the signatures made with it.
public final class StorageAccount {
  /// Its name.
  public static final String NAME = "lazuli";

  /// What stands behind its name in a host name or, where no such name resolves, in a path.
  public static final String SUFFIX = ".blob.core.local";

  private static final String VERSION = "2024-11-04";
  private static final int KEY_BYTES = 64;
  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  private final byte[] key;
  private final byte[] delegationKey;

  /// The account of a home: its key follows from the home's own.
  public StorageAccount(SecretBox secrets) {
    byte[] first = secrets.derive("storage account key, first half");
    byte[] second = secrets.derive("storage account key, second half");
    this.key = Arrays.copyOf(first, KEY_BYTES);
    System.arraycopy(second, 0, key, first.length, second.length);
    this.delegationKey = secrets.derive("user delegation key");
  }

  /// The key, as connection strings hold it.
  public String key() {
    return Base64.getEncoder().encodeToString(key);
  }

  /// The connection string for clients of Azure Storage.
  ///
  /// @param origin how clients reach this server, such as `https://localhost:8743`
  public String connectionString(String origin) {
    return "DefaultEndpointsProtocol=%s;AccountName=%s;AccountKey=%s;BlobEndpoint=%s/%s;"
        .formatted(origin.substring(0, origin.indexOf(':')), NAME, key(), origin, NAME);
  }

  /// The account name that makes `https://{name}.blob.core.local/...` lead to this server without
  /// any name that DNS would have to know.
  ///
  /// @param authority host and port of this server, such as `localhost:8743`
  public static String nameInPath(String authority) {
    return authority + "/" + NAME;
  }

  /// The blob or folder that an address of this account on this machine means; empty for addresses
  /// of elsewhere.
  ///
  /// @throws dev.lazuli.base.Problem.Invalid when the address is one of the account's and cannot be
  ///   used
  public static Optional<BlobName> find(URI address) {
    String host = address.getHost();
    String path = address.getPath();
    if (host == null || path == null || !LOCAL_HOSTS.contains(host)) {
      return Optional.empty();
    }
    String[] parts = path.split("/", 4); // nothing, account, container, path
    boolean isOurs = parts.length == 4 && (parts[1].equals(NAME) || parts[1].equals(NAME + SUFFIX));
    return isOurs
        ? Optional.of(new BlobName(parts[2], parts[3].replaceFirst("/+$", "")))
        : Optional.empty();
  }

  /// A shared access signature for all containers, without a leading question mark.
  public String sas(Instant now, Duration life) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("sv", VERSION);
    fields.put("ss", "b");
    fields.put("srt", "sco");
    fields.put("sp", "rwdlactf");
    fields.put("se", now.plus(life).truncatedTo(ChronoUnit.SECONDS).toString());
    fields.put("spr", "https,http");
    String text =
        String.join(
            "\n",
            NAME,
            fields.get("sp"),
            fields.get("ss"),
            fields.get("srt"),
            "",
            fields.get("se"),
            "",
            fields.get("spr"),
            VERSION,
            "",
            "");
    fields.put("sig", sign(text));
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /// Whether `signature` is that of `text`; the time it takes does not tell how much of it is
  /// right.
  public boolean accepts(String text, String signature) {
    return same(sign(text), signature);
  }

  /// The key of a user delegation: whoever holds it signs for the principal that asked for it.
  ///
  /// @param terms principal, tenant, begin, end, service and version, one a line
  public String delegationKey(String terms) {
    return hmac(delegationKey, terms);
  }

  /// Whether `signature` is that of `text` by the key of a user delegation.
  public boolean acceptsDelegated(String terms, String text, String signature) {
    return same(hmac(Base64.getDecoder().decode(delegationKey(terms)), text), signature);
  }

  private String sign(String text) {
    return hmac(key, text);
  }

  private static String hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
