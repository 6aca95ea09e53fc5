package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// Encrypts the secrets that the database keeps, with a key that lies in the home folder only.
///
/// AES-256-GCM; the place of a secret is bound to it, so that a copy in another row does not open.
public final class SecretBox {
  private static final String FILE = "secret.key";
  private static final Table<Record> CHECKS = DSL.table("secret_checks");
  private static final Field<Integer> ID = DSL.field("id", Integer.class);
  private static final Field<String> SEALED = DSL.field("sealed", String.class);
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final RandomGenerator random;

  private SecretBox(byte[] key, RandomGenerator random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// The box of a home folder; makes its key file, readable by its owner only, when it is missing.
  ///
  /// @param random must be secure outside of tests
  /// @throws Problem.Invalid when the file does not hold a key
  public static SecretBox open(Path home, RandomGenerator random) {
    Path file = home.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        create(file, key);
      }
      checkIsPrivate(file);
      byte[] key = Files.readAllBytes(file);
      if (key.length != KEY_BYTES) {
        throw new Problem.Invalid(FILE, "%s does not hold a key of 32 bytes".formatted(file));
      }
      return new SecretBox(key, random);
    } catch (IOException e) {
      throw new Problem.Invalid(
          FILE, "'%s' cannot be read as a key: %s".formatted(file, e.getMessage()));
    }
  }

  private static void checkIsPrivate(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> others =
        EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);
    others.retainAll(Files.getPosixFilePermissions(file));
    if (!others.isEmpty()) {
      throw new Problem.Invalid(
          FILE, "others may read or change the key '%s': run chmod 600 on it".formatted(file));
    }
  }

  /// Returns normally when this is the key that the secrets of a database were sealed with; a
  /// database that has none yet remembers it.
  ///
  /// @throws Problem.Invalid when it is another one
  public void checkFits(Database database) {
    String kept =
        database.read(in -> in.sql().select(SEALED).from(CHECKS).fetchOptional(SEALED).orElse(""));
    if (kept.isEmpty()) {
      database.change(in ->
          in.sql().insertInto(CHECKS).columns(ID, SEALED).values(1, seal(FILE, FILE)).execute());
      return;
    }
    try {
      open(FILE, kept);
    } catch (IllegalStateException e) {
      throw new Problem.Invalid(
          FILE,
          "%s in the home folder is not the key of this database; where the file was missing, a new"
                  .formatted(FILE)
              + " one was made: put the old file back from a backup, since nothing else opens the"
              + " keys of endpoints and sign-on");
    }
  }

  private static void create(Path file, byte[] key) throws IOException {
    Path temporary = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(temporary);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(temporary, key);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A secret as text that tells nothing without the key.
  ///
  /// @param place where it will lie; [#open] needs the same
  public String seal(String place, String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed =
        apply(Cipher.ENCRYPT_MODE, nonce, place, secret.getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
    return Base64.getEncoder().encodeToString(both);
  }

  /// The secret that was sealed for `place`.
  ///
  /// @throws IllegalStateException when it was sealed with another key or for another place
  public String open(String place, String sealed) {
    byte[] both = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
    byte[] content = Arrays.copyOfRange(both, NONCE_BYTES, both.length);
    return new String(apply(Cipher.DECRYPT_MODE, nonce, place, content), StandardCharsets.UTF_8);
  }

  /// 32 bytes that follow from the key and a purpose: a secret that need not be kept anywhere.
  public byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  private byte[] apply(int mode, byte[] nonce, String place, byte[] content) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a secret for '%s' does not open: is %s the one it was made with?".formatted(place, FILE),
          e);
    }
  }
}
