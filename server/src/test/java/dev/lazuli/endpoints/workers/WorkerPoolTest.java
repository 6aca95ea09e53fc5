package dev.lazuli.endpoints.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Fanout;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPoolTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path home;

  @Test
  void aScriptGetsTheBodyAsTextAndAnswersJson() throws Exception {
    try (WorkerPool pool =
        pool(
            "def init(): pass\ndef run(raw):\n  print('got', raw)\n  return {'length': len(raw)}")) {
      ScoreAnswer answer = pool.score(request("päckchen", LONG));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(text(answer)).isEqualTo("{\"length\": 8}");
      assertThat(answer.scoringNanos()).isPositive();
      assertThat(log().tail(10)).contains(" | root | INFO | got päckchen");
    }
  }

  @Test
  void anExceptionOfTheScriptIsItsOwnLinesInTheLogAndAnErrorForTheCaller() throws Exception {
    try (WorkerPool pool = pool("def init(): pass\ndef run(raw):\n  return int(raw)")) {
      ScoreAnswer answer = pool.score(request("x", LONG));

      assertThat(answer.status()).isEqualTo(500);
      assertThat(text(answer))
          .isEqualTo(
              "{\"message\": \"An unexpected error occurred in scoring script. Check the logs for"
                  + " more info.\"}");
      assertThat(answer.headers()).contains(Map.entry("x-ms-run-function-failed", "True"));
      assertThat(log().tail(20))
          .contains("score.py\", line 3, in run", "ValueError: invalid literal for int()")
          .doesNotContain("lazuli_worker.py");
      assertThat(pool.score(request("7", LONG)).status()).isEqualTo(200);
    }
  }

  @Test
  void aScriptThatDoesNotStartSaysWhy() {
    assertThatThrownBy(() -> pool("import nothing_of_the_kind"))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage("ModuleNotFoundError: No module named 'nothing_of_the_kind'");
    assertThatThrownBy(() -> pool("def init(): pass"))
        .hasMessageContaining("the script score.py has no function run()");
    assertThatThrownBy(() -> pool("import os\ndef init(): os._exit(7)\ndef run(x): return x"))
        .hasMessage("it ended with exit code 7 before it was ready");
    assertThatThrownBy(() -> pool("def init(): pass\ndef run(*rows): return 1"))
        .hasMessageContaining("run() cannot accept positional-only arguments");
  }

  @Test
  void aWorkerThatDiesIsReplacedAndItsRequestAnsweredByAnother() throws Exception {
    String script =
        """
        import os
        def init(): pass
        def run(raw):
          if raw == 'die once' and not os.path.exists('died'):
            open('died', 'w').close()
            os._exit(9)
          if raw == 'die':
            os._exit(9)
          return os.getpid()
        """;
    try (WorkerPool pool = pool(script)) {
      String before = text(pool.score(request("", LONG)));

      String after = text(pool.score(request("die once", LONG)));

      assertThat(after).isNotEqualTo(before);
      assertThat(log().tail(20))
          .contains("worker 0 ended with exit code 9; it is started again in");
      assertThatThrownBy(() -> pool.score(request("die", LONG)))
          .isInstanceOf(Problem.Unavailable.class)
          .hasMessage("2 workers ended while they answered this request");
      assertThat(pool.score(request("", LONG)).status()).isEqualTo(200);
    }
  }

  @Test
  void aSlowRequestIsGivenUpAtItsDeadlineAndTheWorkerGoesOn() throws Exception {
    String script =
        """
        import time
        def init(): pass
        def run(raw):
          time.sleep(float(raw))
          return raw
        """;
    try (WorkerPool pool = pool(script)) {
      assertThatThrownBy(() -> pool.score(request("0.5", Duration.ofMillis(50))))
          .isInstanceOf(Problem.LimitReached.class);
      assertThatThrownBy(() -> pool.score(request("0", Duration.ofMillis(50))))
          .isInstanceOf(Problem.LimitReached.class)
          .hasMessageContaining("all workers were busy");
      assertThat(text(pool.score(request("0", LONG)))).isEqualTo("\"0\"");
    }
  }

  @Test
  void aWorkerThatHangsIsEnded() throws Exception {
    String script =
        """
        import time, signal
        def init(): pass
        def run(raw):
          while raw == 'hang':
            time.sleep(1)
          return raw
        """;
    try (WorkerPool pool = pool(script, 1, Duration.ofMillis(100))) {
      assertThatThrownBy(() -> pool.score(request("hang", Duration.ofMillis(50))))
          .isInstanceOf(Problem.LimitReached.class);

      assertThat(text(pool.score(request("on", LONG)))).isEqualTo("\"on\"");
      assertThat(log().tail(20)).contains("a worker does not come back from its request");
    }
  }

  @Test
  void eachOfManyCallersGetsItsOwnAnswer() throws Exception {
    try (WorkerPool pool = pool("def init(): pass\ndef run(raw): return raw", 3, LONG)) {
      List<String> answers =
          Fanout.all(
              IntStream.range(0, 300)
                  .<Callable<String>>mapToObj(
                      i -> () -> text(pool.score(request(Integer.toString(i), LONG))))
                  .toList(),
              24);

      assertThat(answers)
          .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "\"" + i + "\"").toList());
    }
  }

  @Test
  void rawRequestsComeWithTheirHeadersAndAnswerAsTheyLike() throws Exception {
    String script =
        """
        from azureml_inference_server_http.api.aml_request import rawhttp
        from azureml_inference_server_http.api.aml_response import AMLResponse
        def init(): pass
        @rawhttp
        def run(request):
          body = request.method + ' ' + request.args['q'] + ' ' + request.get_data(as_text=True)
          return AMLResponse(body, 201, {'X-Mine': request.headers['x-yours']})
        """;
    try (WorkerPool pool = pool(script)) {
      ScoreAnswer answer =
          pool.score(
              new ScoreRequest(
                  "r",
                  "POST",
                  "/score?q=a%20b",
                  "text/plain",
                  () -> List.of(Map.entry("X-Yours", "hello")),
                  "body".getBytes(StandardCharsets.UTF_8),
                  System.nanoTime() + LONG.toNanos()));

      assertThat(answer.status()).isEqualTo(201);
      assertThat(text(answer)).isEqualTo("POST a b body");
      assertThat(answer.headers()).contains(Map.entry("X-Mine", "hello"));
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    WorkerPool pool =
        pool("import os\ndef init(): pass\ndef run(raw): return os.getpid()", 2, LONG);
    long pid = Long.parseLong(text(pool.score(request("", LONG))));

    pool.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(home.resolve("p")).doesNotExist();
  }

  private WorkerPool pool(String script) throws IOException, InterruptedException {
    return pool(script, 1, LONG);
  }

  private WorkerPool pool(String script, int count, Duration lateMax)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(home.resolve("p"));
    Path file = folder.resolve("score.py");
    Files.writeString(file, script);
    WorkerPlan plan =
        new WorkerPlan(
            Path.of(python()),
            PythonFiles.in(home.resolve("python")).worker(),
            Json.object()
                .put("kind", "script")
                .put("script", file.toString())
                .put("root", folder.toString()),
            Map.of(),
            folder,
            folder,
            count,
            new WorkerPlan.Watch(LONG, LONG, LONG, 3, lateMax),
            "a script");
    return WorkerPool.start(plan, log(), Optional.empty());
  }

  private DeploymentLog log() {
    return new DeploymentLog(home.resolve("logs").resolve("blue.log"), Clock.systemUTC());
  }

  private static String python() {
    return VenvBuilder.interpreter("", _ -> {});
  }

  private static ScoreRequest request(String body, Duration patience) {
    return ScoreRequest.of(
        body.getBytes(StandardCharsets.UTF_8), System.nanoTime() + patience.toNanos());
  }

  private static String text(ScoreAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
