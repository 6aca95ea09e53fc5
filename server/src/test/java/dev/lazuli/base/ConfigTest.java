package dev.lazuli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir private Path home;

  @Test
  void withoutSettingsItListensOnLoopbackAndKeepsAllInTheHomeFolder() {
    Config config = Config.load(Map.of(), Map.of("HOME", home.toString()));

    assertThat(config.home()).isEqualTo(home.resolve(".lazuli"));
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8700);
    assertThat(config.databaseUrl()).isEqualTo("jdbc:sqlite:" + home.resolve(".lazuli/lazuli.db"));
    assertThat(config.limits()).isEqualTo(Limits.standard());
  }

  @Test
  void aFlagIsPreferredToTheEnvironmentAndThatToTheFile() throws IOException {
    Files.writeString(home.resolve("config.yaml"), "port: 1\njobs_at_once: 5\naccess_log: all\n");

    Config config =
        Config.load(
            Map.of("home", home.toString(), "port", "3"),
            Map.of("LAZULI_PORT", "2", "LAZULI_JOBS_AT_ONCE", "4"));

    assertThat(config.port()).isEqualTo(3);
    assertThat(config.limits().jobsAtOnce()).isEqualTo(4);
    assertThat(config.accessLog()).isEqualTo(Config.AccessLog.ALL);
  }

  @Test
  void anUnknownKeyStopsTheStartWithItsName() throws IOException {
    Files.writeString(home.resolve("config.yaml"), "prot: 1\n");

    assertThatThrownBy(() -> Config.load(Map.of("home", home.toString()), Map.of()))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("unknown setting 'prot'")
        .hasMessageContaining("port");
    assertThatThrownBy(() -> Config.load(Map.of(), Map.of("LAZULI_PROT", "1")))
        .hasMessageContaining("unknown setting 'prot'");
  }

  @Test
  void aSecretInAFileThatOthersReadStopsTheStart() throws IOException {
    Path file = home.resolve("config.yaml");
    Files.writeString(file, "database_password: secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Map<String, String> flags = Map.of("home", home.toString());

    assertThatThrownBy(() -> Config.load(flags, Map.of()))
        .hasMessageContaining("database_password")
        .hasMessageNotContaining("secret");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(Config.load(flags, Map.of()).databasePassword()).isEqualTo("secret");
  }

  @Test
  void anAddressThatOthersReachIsRefused() {
    assertThatThrownBy(() -> Config.load(Map.of("host", "0.0.0.0"), Map.of()))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("loopback");
  }

  @Test
  void wrongValuesNameTheKeyAndWhatWouldBeRight() {
    assertThatThrownBy(() -> Config.load(Map.of("port", "http"), Map.of()))
        .hasMessage("port 'http' is not valid: expected a whole number from 0 to 65535");
    assertThatThrownBy(() -> Config.load(Map.of("allow_private_network", "yes"), Map.of()))
        .hasMessageContaining("true or false");
  }

  @Test
  void secretsAreNotPrinted() {
    Config config =
        Config.load(
            Map.of(
                "database_url", "jdbc:postgresql://h/d?user=u&password=geheim",
                "database_password", "geheim"),
            Map.of());

    assertThat(config.printable().toString()).doesNotContain("geheim");
  }
}
