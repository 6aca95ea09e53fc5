package dev.lazuli.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
  private static final HostCheck CHECK = new HostCheck(Set.of("ml.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8700",
        "127.0.0.1:1",
        "[::1]:8700",
        "LOCALHOST",
        "ML.example:8743"
      })
  void namesOfThisMachinePass(String host) {
    assertThatCode(() -> CHECK.check(host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "localhost.evil.com",
        "127.0.0.1.evil.com",
        "foo.localhost",
        "",
        "10.0.0.1"
      })
  void otherNamesDoNot(String host) {
    assertThatThrownBy(() -> CHECK.check(host)).isInstanceOf(Problem.Forbidden.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.com", "https://localhost.evil.com", "null", "file://"})
  void aForeignPageMayNotChangeAnything(String origin) {
    assertThatThrownBy(() -> CHECK.checkOrigin("POST", Optional.of(origin)))
        .isInstanceOf(Problem.Forbidden.class)
        .hasMessageContaining("Cross-origin request blocked");
    assertThatCode(() -> CHECK.checkOrigin("GET", Optional.of(origin))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1:8700"})
  void aPageOfThisMachineMay(String origin) {
    assertThatCode(() -> CHECK.checkOrigin("POST", Optional.of(origin))).doesNotThrowAnyException();
  }
}
