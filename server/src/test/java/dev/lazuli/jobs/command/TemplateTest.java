package dev.lazuli.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void valuesStandInTheirPlaces() {
    Template command = new Template("train ${{inputs.a}} --to ${{ outputs.b }}");

    assertThat(command.filled(Map.of("inputs.a", "1", "outputs.b", "/tmp/$1")))
        .isEqualTo("train 1 --to /tmp/$1");
  }

  @Test
  void anOptionalPartGoesWhenItsValueIsNotGiven() {
    Template command = new Template("train $[[--rate ${{inputs.rate}}]] $[[--x ${{inputs.x}}]]");

    assertThat(command.filled(Map.of("inputs.x", "2"))).isEqualTo("train  --x 2");
    assertThat(command.neededNames()).isEmpty();
  }

  @Test
  void aValueThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new Template("train ${{inputs.b}}").filled(Map.of("inputs.a", "1")))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage("the command names '${{inputs.b}}', which is not given; known: inputs.a");
  }
}
