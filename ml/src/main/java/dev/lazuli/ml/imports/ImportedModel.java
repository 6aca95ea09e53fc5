package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A model of another library: the values it takes, what scores them, and what its scores mean.
///
/// @param source what made it, such as `XGBoost`
/// @param classes labels in the order of the probabilities; empty when the file does not tell, or
///   the model predicts numbers
public record ImportedModel(
    String source,
    List<ImportedFeature> features,
    Member.Part part,
    Link link,
    List<String> classes,
    SignatureType labelType) {
  /// Copies the lists, and refuses what does not fit together.
  public ImportedModel {
    features = List.copyOf(features);
    classes = List.copyOf(classes);
    if (features.size() != part.model().features()) {
      throw new InvalidInput(
          "model",
          "the %s model has %d features, its trees or weights %d"
              .formatted(source, features.size(), part.model().features()));
    }
  }

  /// A model without labels.
  static ImportedModel of(
      String source, List<ImportedFeature> features, Member.Part part, Link link) {
    return new ImportedModel(source, features, part, link, List.of(), SignatureType.DOUBLE);
  }

  /// Probabilities or numbers that a row gets.
  public int outputs() {
    int scores = part.model().outputs();
    return scores == 1 && classes.size() == 2 ? 2 : scores;
  }

  /// The same model with the labels `0` to `k - 1`, when it has none.
  ///
  /// @throws InvalidInput when its scores are no probabilities
  public ImportedModel asClassifier() {
    int scores = part.model().outputs();
    boolean probable =
        scores == 1 ? link == Link.LOGIT || link == Link.SHARES : link == Link.SOFTMAX;
    if (!classes.isEmpty()) {
      return this;
    }
    if (!probable && link != Link.SHARES) {
      throw new InvalidInput(
          "model", "the %s model gives no probabilities of classes".formatted(source));
    }
    List<String> labels =
        IntStream.range(0, Math.max(2, scores)).mapToObj(String::valueOf).toList();
    return new ImportedModel(source, features, part, link, labels, SignatureType.LONG);
  }

  /// The model of a table whose columns are the features, in their order.
  public TabularModel tabular() {
    return tabular(
        new Signature(
            features.stream()
                .map(feature -> new Signature.Input(feature.name(), feature.type(), false))
                .toList()));
  }

  /// The model of a table with this signature: columns are found by the features' names when all
  /// are there, else by their places.
  ///
  /// @throws InvalidInput when the columns do not fit, or the model gives several numbers that are
  ///   no probabilities of named classes
  public TabularModel tabular(Signature signature) {
    boolean named = features.stream().allMatch(f -> signature.place(f.name()).isPresent());
    if (!named && signature.size() != features.size()) {
      throw new InvalidInput(
          "signature",
          "the signature has %d columns, the %s model takes %d values"
              .formatted(signature.size(), source, features.size()));
    }
    if (named
        && new HashSet<>(features.stream().map(ImportedFeature::name).toList()).size()
            < features.size()) {
      throw new InvalidInput("model", "the %s model has one feature name twice".formatted(source));
    }
    List<ColumnEncoding> encodings = new ArrayList<>();
    for (ImportedFeature feature : features) {
      OptionalInt place = named ? signature.place(feature.name()) : OptionalInt.empty();
      int column = place.orElse(encodings.size());
      SignatureType type = signature.inputs().get(column).type();
      if (feature instanceof ImportedFeature.Numeric
          && (type == SignatureType.STRING || type == SignatureType.DATETIME)) {
        throw new InvalidInput(
            "signature",
            "column '%s' is %s in the signature, the %s model takes a number"
                .formatted(signature.inputs().get(column).name(), type.key(), source));
      }
      encodings.add(feature.encoding(column));
    }
    return new TabularModel(
        target(),
        new RowEncoder(signature, encodings),
        List.of(Member.of(source, 1, part, link)),
        example(signature));
  }

  /// One row of zeros, false, empty texts and the first day of 1970.
  private static Json example(Signature signature) {
    List<String> names = signature.inputs().stream().map(Signature.Input::name).toList();
    List<Json> row = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      row.add(
          switch (input.type()) {
            case DOUBLE, LONG -> new Json.Numeral(0);
            case BOOLEAN -> new Json.Truth(false);
            case STRING -> new Json.Text("");
            case DATETIME -> new Json.Text("1970-01-01T00:00:00");
          });
    }
    return Json.object()
        .with("columns", Json.texts(names))
        .with("data", new Json.Items(List.of(new Json.Items(row))));
  }

  private Target target() {
    if (!classes.isEmpty()) {
      return new Target("target", Task.CLASSIFICATION, labelType, classes);
    }
    if (part.model().outputs() > 1) {
      throw new InvalidInput(
          "model",
          "the %s model gives %d numbers for a row, and its file has no class labels"
              .formatted(source, part.model().outputs()));
    }
    return Target.number("target");
  }
}
