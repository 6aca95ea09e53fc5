package dev.lazuli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the wire shapes: each file is a talk with the server, requests and answers in turn.
///
/// Ids are named `$id1`, `$id2`… in the order they appear. With `-Dgolden.write=true` the answers
/// are written anew, to be read before they are committed.
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/mlflow");
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{32}\\b");

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"experiments", "runs", "metrics", "models", "registry", "errors"})
  void theAnswersAreWhatTheyWere(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    String expected = Files.readString(file);

    String actual = talk(expected);

    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(expected);
  }

  private String talk(String script) {
    Map<String, String> ids = new LinkedHashMap<>();
    List<String> told = new ArrayList<>();
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      for (String exchange : script.strip().split("\n\n", -1)) {
        List<String> request = exchange.lines().takeWhile(line -> !line.startsWith("< ")).toList();
        HttpResponse<String> answer = send(workspace, request, ids);
        String body = named(answer.body(), ids);
        told.add(
            "%s\n< %d%s"
                .formatted(
                    String.join("\n", request),
                    answer.statusCode(),
                    body.isEmpty() ? "" : "\n< " + body));
      }
    }
    return String.join("\n\n", told) + "\n";
  }

  private static HttpResponse<String> send(
      TestWorkspace workspace, List<String> request, Map<String, String> ids) {
    String[] line = request.getFirst().split(" ", 2);
    String body = String.join("\n", request.subList(1, request.size()));
    return workspace.send(line[0], known(line[1], ids), known(body, ids));
  }

  private static String known(String text, Map<String, String> ids) {
    String result = text;
    List<Map.Entry<String, String>> last = new ArrayList<>(ids.entrySet()).reversed();
    for (Map.Entry<String, String> id : last) {
      result = result.replace(id.getValue(), id.getKey());
    }
    return result;
  }

  private static String named(String text, Map<String, String> ids) {
    Matcher matcher = ID.matcher(text);
    return matcher.replaceAll(found ->
        Matcher.quoteReplacement(
            ids.computeIfAbsent(found.group(), _ -> "$id" + (ids.size() + 1))));
  }
}
