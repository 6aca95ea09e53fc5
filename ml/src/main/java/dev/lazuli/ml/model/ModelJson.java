package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.bayes.BayesModel;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.kernel.KernelSvmModel;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.neighbors.NeighborsModel;
import dev.lazuli.ml.neural.NeuralModel;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The structure of a model as JSON; its numbers lie in arrays beside it.
final class ModelJson {
  private static final int FORMAT = 1;

  private final NumberArrays arrays;

  ModelJson(NumberArrays arrays) {
    this.arrays = arrays;
  }

  Json write(TabularModel model) {
    List<Json> encodings = new ArrayList<>();
    for (ColumnEncoding encoding : model.encoder().encodings()) {
      encodings.add(encoding(encoding, "encoding" + encodings.size() + "_"));
    }
    List<Json> members = new ArrayList<>();
    for (Member member : model.members()) {
      members.add(member(member, "member" + members.size() + "_"));
    }
    Json.Members json =
        Json.object()
            .with("format", FORMAT)
            .with("task", model.task().key())
            .with("target", model.target().name())
            .with("target_type", model.target().type().key())
            .with("classes", Json.texts(model.target().classes()))
            .with("columns", model.signature().toJson())
            .with("encodings", new Json.Items(encodings))
            .with("members", new Json.Items(members))
            .with("example", model.example());
    return new CombinationJson(arrays).write(json, model.combination(), this::member);
  }

  TabularModel read(Json json) {
    if (json.require("format").integer() != FORMAT) {
      throw new InvalidInput(
          "format",
          "the model's format is not %d; it was made by a newer release".formatted(FORMAT));
    }
    Task task = taskOf(json.require("task").text());
    Target target =
        new Target(
            json.require("target").text(),
            task,
            SignatureType.of(json.require("target_type").text()),
            json.require("classes").texts());
    List<ColumnEncoding> encodings = new ArrayList<>();
    for (Json encoding : json.require("encodings").items()) {
      encodings.add(encoding(encoding));
    }
    Signature signature = Signature.fromJson(json.require("columns"));
    RowEncoder encoder = new RowEncoder(signature, encodings);
    List<Member> members = new ArrayList<>();
    for (Json member : json.require("members").items()) {
      members.add(member(member, encoder.width()));
    }
    int inputs = Combination.width(target.outputs()) * members.size();
    Combination combination =
        new CombinationJson(arrays).read(json, target, layer -> member(layer, inputs));
    return new TabularModel(target, encoder, members, combination, json.require("example"));
  }

  private static Task taskOf(String key) {
    for (Task task : Task.values()) {
      if (task.key().equals(key)) {
        return task;
      }
    }
    if (key.equals("forecasting")) {
      throw new InvalidInput(
          "task", "this is a forecast model, which knows series and not rows of a table");
    }
    throw new InvalidInput("task", "'%s' is no task".formatted(key));
  }

  private Json encoding(ColumnEncoding encoding, String name) {
    Json.Members common = Json.object().with("column", encoding.column());
    return switch (encoding) {
      case NumericEncoding numeric -> {
        Json.Members named = common.with("kind", "numeric").with("name", numeric.name());
        yield Double.isNaN(numeric.fill()) ? named : named.with("fill", numeric.fill());
      }
      case CategoryEncoding category ->
          common
              .with("kind", "category")
              .with("name", category.features().getFirst().name())
              .with("values", Json.texts(category.values()));
      case LookupEncoding lookup -> {
        arrays.put(name + "table", lookup.table());
        yield common
            .with("kind", "lookup")
            .with("name", lookup.name())
            .with("width", lookup.width())
            .with("values", Json.texts(lookup.values()))
            .with("array", name + "table");
      }
      case DateEncoding date ->
          common
              .with("kind", "date")
              .with("name", date.name())
              .with("parts", Json.texts(date.parts().stream().map(DatePart::key).toList()));
      case GapEncoding gap ->
          common.with("kind", "gap").with("name", gap.name()).with("other", gap.other());
      case WordsEncoding words -> {
        arrays.put(name + "term", words.hashes());
        arrays.put(name + "table", words.table());
        yield common
            .with("kind", "words")
            .with("name", words.name())
            .with("width", words.width())
            .with("arrays", name);
      }
      case TextEncoding text -> {
        arrays.put(name + "table", text.table());
        yield common
            .with("kind", "text")
            .with("name", text.name())
            .with("width", text.width())
            .with("array", name + "table");
      }
    };
  }

  private ColumnEncoding encoding(Json json) {
    int column = json.require("column").integer();
    String name = json.require("name").text();
    return switch (json.require("kind").text()) {
      case "numeric" ->
          new NumericEncoding(column, name, json.find("fill").map(Json::number).orElse(Double.NaN));
      case "category" -> new CategoryEncoding(column, name, json.require("values").texts());
      case "lookup" ->
          new LookupEncoding(
              column,
              name,
              json.require("width").integer(),
              json.require("values").texts(),
              arrays.doubles(json.require("array").text()));
      case "date" ->
          new DateEncoding(
              column,
              name,
              json.require("parts").texts().stream()
                  .map(part -> DatePart.valueOf(part.toUpperCase(Locale.ROOT)))
                  .toList());
      case "gap" -> new GapEncoding(column, json.require("other").integer(), name);
      case "words" ->
          new WordsEncoding(
              column,
              name,
              json.require("width").integer(),
              arrays.ints(json.require("arrays").text() + "term"),
              arrays.doubles(json.require("arrays").text() + "table"));
      case "text" ->
          new TextEncoding(
              column,
              name,
              json.require("width").integer(),
              arrays.doubles(json.require("array").text()));
      default -> throw new InvalidInput("kind", "unknown encoding " + json.write());
    };
  }

  private Json.Members member(Member member, String prefix) {
    Json.Members common =
        Json.object()
            .with("name", member.name())
            .with("weight", member.weight())
            .with("kind", member.part().kind().key())
            .with("link", member.link().name().toLowerCase(Locale.ROOT))
            .with("arrays", prefix);
    if (Double.isFinite(member.scoreMin())) {
      common = common.with("score_min", member.scoreMin());
    }
    if (Double.isFinite(member.scoreMax())) {
      common = common.with("score_max", member.scoreMax());
    }
    store(member.part(), prefix);
    return common;
  }

  private void store(Member.Part part, String prefix) {
    switch (part) {
      case Member.Trees(TreeEnsemble ensemble) -> TreeArrays.put(arrays, prefix, ensemble);
      case Member.Linear(LinearModel linear) -> {
        arrays.put(prefix + "cardinality", linear.cardinalities());
        arrays.put(prefix + "low", linear.low());
        arrays.put(prefix + "high", linear.high());
        arrays.put(prefix + "intercept", linear.intercepts());
        arrays.put(prefix + "weight", linear.weights());
      }
      case Member.Network(NeuralModel network) -> network.store(arrays, prefix);
      case Member.Neighbors(NeighborsModel neighbors) -> neighbors.store(arrays, prefix);
      case Member.Bayes(BayesModel bayes) -> bayes.store(arrays, prefix);
      case Member.Kernel(KernelSvmModel kernel) -> kernel.store(arrays, prefix);
    }
  }

  private Member member(Json json, int features) {
    String prefix = json.require("arrays").text();
    Member.Part part =
        switch (json.require("kind").text()) {
          case "trees" -> new Member.Trees(TreeArrays.read(arrays, prefix, features));
          case "linear" ->
              new Member.Linear(
                  new LinearModel(
                      arrays.ints(prefix + "cardinality"),
                      arrays.doubles(prefix + "low"),
                      arrays.doubles(prefix + "high"),
                      arrays.doubles(prefix + "intercept"),
                      arrays.doubles(prefix + "weight")));
          case "network" -> new Member.Network(NeuralModel.read(arrays, prefix));
          case "neighbors" -> new Member.Neighbors(NeighborsModel.read(arrays, prefix));
          case "bayes" -> new Member.Bayes(BayesModel.read(arrays, prefix));
          case "kernel" -> new Member.Kernel(KernelSvmModel.read(arrays, prefix));
          default -> throw new InvalidInput("kind", "unknown member " + json.write());
        };
    Optional<Json> min = json.find("score_min");
    Optional<Json> max = json.find("score_max");
    return new Member(
        json.require("name").text(),
        json.require("weight").number(),
        part,
        Link.valueOf(json.require("link").text().toUpperCase(Locale.ROOT)),
        min.map(Json::number).orElse(Double.NEGATIVE_INFINITY),
        max.map(Json::number).orElse(Double.POSITIVE_INFINITY));
  }
}
