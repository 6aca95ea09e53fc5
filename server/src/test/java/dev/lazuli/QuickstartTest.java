package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir private Path folder;

  @Test
  void aTableBecomesAScoredEndpointAndTheSecondRunReusesIt() {
    String first = quickstart();
    String second = quickstart();

    assertThat(first)
        .contains("Best: ")
        .contains("Model      diamonds:1")
        .contains("The endpoint says:")
        .contains("curl -s http://127.0.0.1:")
        .contains("mlflow.pyfunc.load_model(\"models:/diamonds/1\")")
        .doesNotContain("it was there")
        .doesNotContain("\u001b")
        .doesNotContain("\r");
    assertThat(second)
        .contains("Data       diamonds:1 (it was there)")
        .contains("AutoML     job quickstart_diamonds (it was there)")
        .contains("Model      diamonds:1 (it was there)")
        .contains("Endpoint   diamonds, deployment blue with all traffic (it was there)");
  }

  private String quickstart() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                "quickstart",
                "--home",
                folder.toString(),
                "--port",
                "0",
                "--budget",
                "10s",
                "--exit");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    return out.toString();
  }
}
