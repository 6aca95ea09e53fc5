package dev.lazuli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
  @TempDir private Path home;

  @Test
  void aSecretOpensAgainAfterARestart() {
    String sealed = SecretBox.open(home, new Random(1)).seal("here", "hush");

    assertThat(sealed).doesNotContain("hush");
    assertThat(SecretBox.open(home, new Random(2)).open("here", sealed)).isEqualTo("hush");
  }

  @Test
  void aSecretDoesNotOpenInAnotherPlaceOrChanged() {
    SecretBox box = SecretBox.open(home, new Random(1));
    String sealed = box.seal("here", "hush");

    assertThatThrownBy(() -> box.open("there", sealed)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> box.open("here", "AAAA" + sealed.substring(4)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theKeyFileIsForItsOwnerOnly() throws IOException {
    SecretBox unused = SecretBox.open(home, new Random(1));

    assertThat(unused).isNotNull();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("secret.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aBrokenKeyFileIsNamed() throws IOException {
    Path key = Files.writeString(home.resolve("secret.key"), "short");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> SecretBox.open(home, new Random(1)))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("secret.key does not hold a key of 32 bytes");
  }
}
