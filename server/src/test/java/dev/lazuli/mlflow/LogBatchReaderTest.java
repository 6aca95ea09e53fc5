package dev.lazuli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import dev.lazuli.tracking.MetricBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBatchReaderTest {
  private static LogBatchReader.Logged batch(String json) {
    return LogBatchReader.batch(json.getBytes(StandardCharsets.UTF_8));
  }

  private static double value(String json) {
    return batch(
            "{\"run_id\":\"r\",\"metrics\":[{\"key\":\"m\",\"timestamp\":1,\"value\":%s}]}"
                .formatted(json))
        .batch()
        .metrics()
        .value(0);
  }

  @Test
  void aValueMayBeWrittenInManyWays() {
    assertThat(value("1")).isEqualTo(1);
    assertThat(value("\"1e-3\"")).isEqualTo(0.001);
    assertThat(value("true")).isEqualTo(1);
    assertThat(value("NaN")).isNaN();
    assertThat(value("\"nan\"")).isNaN();
    assertThat(value("\"Infinity\"")).isEqualTo(Double.MAX_VALUE);
    assertThat(value("\"-inf\"")).isEqualTo(-Double.MAX_VALUE);
  }

  @Test
  void everyFieldMayComeInAnyOrderAndUnknownOnesAreSkipped() {
    LogBatchReader.Logged logged =
        batch(
            """
            {"later": {"a": [1, {"b": 2}]},
             "tags": [{"value": "v", "key": "t", "other": null}],
             "metrics": [{"step": "-5", "x": [], "timestamp": "7", "value": 2, "key": "m",
                          "model_id": "m-1", "dataset_name": "d"}],
             "params": [{"key": "p", "value": ""}],
             "run_uuid": "r"}\
            """);

    MetricBatch metrics = logged.batch().metrics();
    assertThat(logged.runId()).isEqualTo("r");
    assertThat(metrics.key(0)).isEqualTo("m");
    assertThat(metrics.step(0)).isEqualTo(-5);
    assertThat(metrics.time(0)).isEqualTo(7);
    assertThat(logged.batch().params().getFirst().value()).isEmpty();
    assertThat(logged.batch().tags().getFirst().key()).isEqualTo("t");
    assertThat(logged.batch().modelMetrics().getFirst().modelId()).isEqualTo("m-1");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    for (List<String> pair :
        List.of(
            List.of("{}", "'run_id'"),
            List.of("not json", "'run_id'"),
            List.of("[]", "'run_id'"),
            List.of("{\"run_id\":\"r\",\"metrics\":[{\"value\":1}]}", "'metrics[0].key'"),
            List.of("{\"run_id\":\"r\",\"metrics\":[{\"key\":\"a\"}]}", "'metrics[0].value'"),
            List.of(
                "{\"run_id\":\"r\",\"metrics\":[{\"key\":\"a\",\"value\":1}]}",
                "'metrics[0].timestamp'"),
            List.of(
                "{\"run_id\":\"r\",\"metrics\":[{\"key\":\"a\",\"value\":1,\"timestamp\":1,\"step\":1.5}]}",
                "'metrics[0].step'"),
            List.of("{\"run_id\":\"r\",\"metrics\":{}}", "'metrics'"),
            List.of("{\"run_id\":\"r\",\"params\":[{\"value\":\"x\"}]}", "'params[0].key'"))) {
      assertThatThrownBy(() -> batch(pair.getFirst()))
          .as(pair.getFirst())
          .isInstanceOf(Problem.Invalid.class)
          .hasMessageContaining(pair.getLast());
    }
  }

  @Test
  void aBatchHasLimits() {
    String metric = "{\"key\":\"m\",\"value\":1,\"timestamp\":1},".repeat(1_001);
    String param = "{\"key\":\"p\",\"value\":\"1\"},";

    assertThatThrownBy(() ->
            batch(
                "{\"run_id\":\"r\",\"metrics\":[%s]}"
                    .formatted(metric.substring(0, metric.length() - 1))))
        .hasMessage(
            "A batch logging request can contain at most 1000 metrics. Got 1001 metrics. Please"
                + " split up metrics across multiple requests and try again.");
    assertThatThrownBy(() ->
            batch(
                "{\"run_id\":\"r\",\"params\":[%s%s]}".formatted(param, param.replace("},", "}"))))
        .hasMessageStartingWith("Duplicate parameter keys have been submitted: ['p'].");
  }
}
