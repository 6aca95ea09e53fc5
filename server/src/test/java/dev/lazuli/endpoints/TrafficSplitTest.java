package dev.lazuli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficSplitTest {
  @Test
  void sharesSumToNothingOrToTheWhole() {
    assertThat(new TrafficSplit(Map.of("blue", 0, "green", 0))).isEqualTo(TrafficSplit.none());
    assertThat(new TrafficSplit(Map.of("blue", 100, "green", 0)))
        .isEqualTo(TrafficSplit.all("blue"));
    assertThatThrownBy(() -> new TrafficSplit(Map.of("blue", 50, "green", 49)))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("sum to 0 or 100, not 99");
    assertThatThrownBy(() -> new TrafficSplit(Map.of("blue", 150, "green", -50)))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("whole percents from 0 to 100");
  }

  @Test
  void trafficGoesToDeploymentsThatExist() {
    assertThatThrownBy(() ->
            TrafficSplit.all("blue")
                .requireReady(TrafficSplit.none(), List.of(ready("red"), ready("green"))))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage(
            "traffic names the deployment 'blue', which does not exist; this endpoint has green,"
                + " red");
  }

  private static OnlineDeployment ready(String name) {
    return new OnlineDeployment(
        1,
        1,
        name,
        "",
        Map.of(),
        "m",
        Json.object(),
        new OnlineDeployment.State.Succeeded(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void requestsAreSharedExactlyAsTheSplitSays() {
    TrafficSplit split = new TrafficSplit(Map.of("blue", 90, "green", 10));
    Tickets tickets = new Tickets(7);
    Map<String, Integer> counts = new HashMap<>();

    for (int i = 0; i < 1_000; i++) {
      counts.merge(split.choose(tickets.next()).orElseThrow(), 1, Integer::sum);
    }

    assertThat(counts).isEqualTo(Map.of("blue", 900, "green", 100));
    assertThat(TrafficSplit.none().choose(0)).isEmpty();
  }

  @Test
  void theSameSeedSharesTheSameWay() {
    Tickets one = new Tickets(42);
    Tickets other = new Tickets(42);

    for (int i = 0; i < 100; i++) {
      assertThat(one.next()).isEqualTo(other.next()).isBetween(0, 99);
    }
  }
}
