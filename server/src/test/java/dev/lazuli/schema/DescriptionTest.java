package dev.lazuli.schema;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionTest {
  @TempDir Path folder;

  private record Probe(
      String name,
      Duration period,
      int failures,
      String mode,
      Map<String, String> tags,
      Limit limit,
      String data) {
    static final Description<Probe> DESCRIPTION =
        Description.of(
            "probe",
            "Asks whether something lives.",
            fields -> {
              var name = fields.add(required("name", Codecs.text(), Probe::name).fromId(1));
              var tags = fields.add(optional("tags", Codecs.texts(), Map.of(), Probe::tags));
              fields.answerOrigin("");
              fields.below("properties");
              var period =
                  fields.add(
                      required("period", Durations.seconds(), Probe::period).wire("askEvery"));
              var failures =
                  fields.add(
                      standard("failure_threshold", Codecs.whole(1, 100), 30, Probe::failures));
              var mode =
                  fields.add(
                      standard(
                          "mode", Codecs.word(List.of("AUCWeighted", "Off")), "Off", Probe::mode));
              var limit =
                  fields.add(
                      optional("limit", Limit.KINDS, new Limit.None(), Probe::limit)
                          .wire("limits.each"));
              var data = fields.add(optional("data", Places.of("data"), "", Probe::data));
              fields.refuse("success_threshold", "is not honoured: one answer is enough");
              fields.passOver("$schema");
              fields.answer("state", "properties.state", Codecs.text(), "How far it is.");
              return given -> {
                given.require(
                    given.get(failures) < 50 || given.get(mode).equals("Off"),
                    failures,
                    "%s goes with %s off only when it is 50 or more",
                    failures,
                    mode);
                return new Probe(
                    given.get(name),
                    given.get(period),
                    given.get(failures),
                    given.get(mode),
                    given.get(tags),
                    given.get(limit),
                    given.get(data));
              };
            });
  }

  private sealed interface Limit {
    record None() implements Limit {}

    record Count(int most) implements Limit {
      static final Description<Count> DESCRIPTION =
          Description.of(
              "count",
              "A number of times.",
              fields -> {
                var most = fields.add(required("most", Codecs.whole(1, 9), Count::most));
                return given -> new Count(given.get(most));
              });
    }

    Codec<Limit> KINDS =
        Codecs.brief(
            Codecs.whole(1, 9),
            Variants.<Limit>by("type", "limitType")
                .or("count", "Count", Count.class, Count.DESCRIPTION)
                .refuse("rate", "is not counted here"),
            Count::new,
            _ -> Optional.empty());
  }

  private Probe yaml(String text) throws IOException {
    Files.writeString(folder.resolve("probe.yml"), text);
    return Document.read(folder.resolve("probe.yml")).as(Probe.DESCRIPTION);
  }

  @Test
  void yamlBecomesARecordAndTheWireAndComesBack() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "a\n1\n");

    Probe probe =
        yaml(
            """
            name: p
            period: 1.5
            mode: AUC_Weighted
            tags: {version: 1.10, zero: 007}
            limit: {type: count, most: 3}
            data: rows.csv
            """);

    assertThat(probe.tags()).containsEntry("version", "1.10").containsEntry("zero", "007");
    assertThat(probe.data()).isEqualTo(folder.resolve("rows.csv").toString());
    var wire =
        Wire.write(
            Probe.DESCRIPTION,
            probe,
            Map.of(new Places.Needed("data", probe.data()), "azureml://datastores/d/paths/x"));
    assertThat(Json.text(wire))
        .isEqualTo(
            "{'tags':{'version':'1.10','zero':'007'},'properties':{'askEvery':'PT1.5S',"
                    .replace('\'', '"')
                + "'failureThreshold':30,'mode':'AUCWeighted','limits':{'each':{'limitType':"
                    .replace('\'', '"')
                + "'Count','most':3}},'data':'azureml://datastores/d/paths/x'}}"
                    .replace('\'', '"'));
    wire.put("id", "/subscriptions/s/resourceGroups/g/probes/p");
    wire.withObject("/properties").put("state", "Ready");
    wire.putObject("systemData").put("createdAt", "now");
    var printed = Probe.DESCRIPTION.printed(wire);
    assertThat(printed.path("period").asDouble()).isEqualTo(1.5);
    assertThat(printed.path("mode").asString()).isEqualTo("auc_weighted");
    assertThat(printed.path("state").asString()).isEqualTo("Ready");
    assertThat(printed.path("creation_context").path("created_at").asString()).isEqualTo("now");
    assertThat(printed.path("resourceGroup").asString()).isEqualTo("g");
    assertThat(yaml(Json.yaml(printed))).isEqualTo(Wire.read(Probe.DESCRIPTION, wire));
  }

  @Test
  void allThatIsWrongInAFileIsToldAtItsLine() {
    String file = folder.resolve("probe.yml").toString();

    assertThatThrownBy(() ->
            yaml(
                """
                nam: p
                period: soon
                failure_treshold: 3
                mode: loud
                limit:
                  type: count
                  most: 10
                data: nowhere.csv
                success_threshold: 2
                """))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage(
            String.join(
                "\n",
                file + ":1:6: unknown key 'nam'; did you mean 'name'?",
                file + ":3:19: unknown key 'failure_treshold'; did you mean 'failure_threshold'?",
                file + ":9:20: success_threshold is not honoured: one answer is enough",
                file + ":2:9: period 'soon' is not valid: expected a number",
                file + ":4:7: mode 'loud' is not valid: expected one of auc_weighted, off",
                file + ":7:9: limit.most '10' is not valid: expected a whole number from 1 to 9",
                file
                    + ":8:7: data 'nowhere.csv' does not exist: no '"
                    + folder.resolve("nowhere.csv")
                    + "'"));
  }

  @Test
  void aRequestIsToldInTheWordsOfTheWire() {
    assertThatThrownBy(() ->
            Wire.read(
                Probe.DESCRIPTION,
                Json.parse(
                    """
                    {"id": "/probes/p",
                     "properties": {"askEvery": "5", "limits": {"each": {"limitType": "Rate"}}}}
                    """)))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage(
            "askEvery '5' is not valid: expected an ISO 8601 duration such as PT30M;"
                + " limits.each.limitType 'Rate' is not counted here");
  }

  @Test
  void whatIsRightButNotDoneHereIsUnsupported() {
    assertThatThrownBy(() -> yaml("{name: p, period: 1, limit: {type: rate}}"))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageEndingWith("limit.type 'rate' is not counted here");
  }

  @Test
  void aRuleOverSeveralFieldsNamesThemAsTheDocumentDoes() {
    assertThatThrownBy(
            () -> yaml("{name: p, period: 1, failure_threshold: 60, mode: auc_weighted}"))
        .hasMessageEndingWith(
            ":1:41: failure_threshold goes with mode off only when it is 50 or more");
  }

  @Test
  void anOptionIsNamedAsPeopleWroteIt() {
    Document document =
        Document.empty(folder).with("name", "p", "--name").with("period", "x", "--every");

    assertThatThrownBy(() -> document.as(Probe.DESCRIPTION))
        .hasMessage("--every 'x' is not valid: expected a number");
    assertThatThrownBy(() -> document.set("period=y").as(Probe.DESCRIPTION))
        .hasMessage("--set period 'y' is not valid: expected a number");
  }

  @Test
  void changesReachIntoListsAndObjects() {
    Document document = Document.empty(folder).set("limits.each=[{a: 1}, {a: 2}]");

    assertThat(Json.text(Node.json(document.set("limits.each[1].a=3").content())))
        .isEqualTo("{\"limits\":{\"each\":[{\"a\":1},{\"a\":3}]}}");
    assertThat(Json.text(Node.json(document.add("limits.each", "x").content())))
        .isEqualTo("{\"limits\":{\"each\":[{\"a\":1},{\"a\":2},\"x\"]}}");
    assertThat(Json.text(Node.json(document.remove("limits.each[0]").content())))
        .isEqualTo("{\"limits\":{\"each\":[{\"a\":2}]}}");
    assertThatThrownBy(() -> document.remove("limits.other"))
        .hasMessage("--remove limits.other: there is no 'other'");
  }

  @Test
  void aPatchReplacesWhatItNames() {
    Probe probe =
        new Probe("p", Duration.ofSeconds(2), 3, "Off", Map.of("a", "1"), new Limit.None(), "");

    Probe patched =
        Wire.patched(
            Probe.DESCRIPTION,
            probe,
            Json.parse(
                "{\"id\": \"x/p\", \"tags\": {\"b\": \"2\"}, \"properties\":"
                    + " {\"failureThreshold\": null, \"askEvery\": \"PT9S\"}}"));

    assertThat(patched)
        .isEqualTo(
            new Probe(
                "p", Duration.ofSeconds(9), 30, "Off", Map.of("b", "2"), new Limit.None(), ""));
  }

  @Test
  void anchorsAndMergesOfYamlAreResolved() throws IOException {
    Probe probe =
        yaml(
            """
            name: p
            period: 1
            tags: &all
              a: "1"
            limit: 4
            """);

    assertThat(probe.limit()).isEqualTo(new Limit.Count(4));
    Node merged =
        YamlText.file(
            """
            one: &one {a: 1, b: 2}
            two: {<<: *one, b: 3}
            """);
    assertThat(Json.text(Node.json(merged)))
        .isEqualTo("{\"one\":{\"a\":1,\"b\":2},\"two\":{\"b\":3,\"a\":1}}");
  }

  @Test
  void yamlThatGrowsWithoutEndIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }

    assertThatThrownBy(() -> YamlText.file(bomb.toString()))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("more than 200,000 values");
  }

  @Test
  void theJsonSchemaComesFromTheSameDescription() {
    var schema = Probe.DESCRIPTION.schema(Form.WIRE);

    assertThat(schema.at("/properties/properties/properties/failureThreshold/default").asInt())
        .isEqualTo(30);
    assertThat(schema.at("/properties/properties/required/0").asString()).isEqualTo("askEvery");
    assertThat(schema.at("/properties/properties/properties/state/readOnly").asBoolean()).isTrue();
    assertThat(Probe.DESCRIPTION.schema(Form.YAML).at("/properties/mode/enum/0").asString())
        .isEqualTo("auc_weighted");
  }
}
