package dev.lazuli.ml.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void whatIsWrittenReadsTheSame() {
    Json json =
        Json.object()
            .with("text", "quote \" back \\ line \n tab \t é 😀 \u0001")
            .with("numbers", Json.numbers(0, -0.0, 1.5, 1e300, 4.9e-324, 123456789012345.0))
            .with("truth", true)
            .with("nothing", new Json.Nothing())
            .with("inner", Json.object().with("empty", Json.texts(List.of())));

    assertThat(Json.parse(json.write())).isEqualTo(json);
    assertThat(Json.parse(json.writeIndented())).isEqualTo(json);
  }

  @Test
  void wholeNumbersHaveNoPointAndNumbersThatAreNoneAreNull() {
    assertThat(Json.numbers(3, 2.5, Double.NaN).write()).isEqualTo("[3,2.5,null]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,", "{\"a\" 1}", "01x", "\"open", "nul", "1 2", "[1,]", "\"\\x\""})
  void brokenTextIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("deeper");
  }

  @Test
  void aMissingMemberIsNamed() {
    assertThatThrownBy(() -> Json.object().require("size")).hasMessage("'size' is missing");
  }
}
