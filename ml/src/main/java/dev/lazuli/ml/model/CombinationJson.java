package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What a model does with its members' predictions, as fields of its JSON.
final class CombinationJson {
  private static final String SECOND = "second_layer";
  private static final String CALIBRATION = "calibration";
  private static final String FACTORS = "class_factors";

  private final NumberArrays arrays;

  CombinationJson(NumberArrays arrays) {
    this.arrays = arrays;
  }

  /// Adds what is not plain.
  ///
  /// @param member writes a member under a prefix of arrays
  Json write(
      Json.Members model,
      Combination combination,
      BiFunction<Member, String, Json.Members> member) {
    Json.Members json = model;
    Optional<Member> second = combination.secondLayer();
    if (second.isPresent()) {
      json = json.with(SECOND, member.apply(second.get(), "second_"));
    }
    if (!(combination.calibration() instanceof Calibration.None)) {
      json = json.with(CALIBRATION, write(combination.calibration()));
    }
    return combination.classFactors().length == 0
        ? json
        : json.with(FACTORS, Json.numbers(combination.classFactors()));
  }

  private Json write(Calibration calibration) {
    return switch (calibration) {
      case Calibration.None _ -> Json.object().with("kind", "none");
      case Calibration.Temperature(double power) ->
          Json.object().with("kind", "temperature").with("power", power);
      case Calibration.Platt(double slope, double shift) ->
          Json.object().with("kind", "platt").with("slope", slope).with("shift", shift);
      case Calibration.Isotonic isotonic -> {
        arrays.put("calibration_count", isotonic.counts());
        arrays.put("calibration_from", isotonic.from());
        arrays.put("calibration_to", isotonic.to());
        yield Json.object().with("kind", "isotonic").with("arrays", "calibration_");
      }
    };
  }

  /// Reads what [#write] added; plain when nothing is there.
  ///
  /// @param member reads the second layer
  Combination read(Json model, Target target, Function<Json, Member> member) {
    double[] factors = model.find(FACTORS).map(CombinationJson::numbers).orElse(new double[0]);
    if (factors.length > 0 && factors.length != target.outputs()) {
      throw new InvalidInput(FACTORS, "the model has a factor for some classes only");
    }
    return new Combination(
        model.find(SECOND).map(member),
        model
            .find(CALIBRATION)
            .map(json -> calibration(json, target))
            .orElse(new Calibration.None()),
        factors);
  }

  private static double[] numbers(Json json) {
    return json.items().stream().mapToDouble(Json::number).toArray();
  }

  private Calibration calibration(Json json, Target target) {
    String kind = json.require("kind").text();
    return switch (kind) {
      case "temperature" -> new Calibration.Temperature(json.require("power").number());
      case "platt" ->
          new Calibration.Platt(json.require("slope").number(), json.require("shift").number());
      case "isotonic" -> {
        String prefix = json.require("arrays").text();
        int[] counts = arrays.ints(prefix + "count");
        if (counts.length != (target.outputs() == 2 ? 1 : target.outputs())
            || Arrays.stream(counts).anyMatch(count -> count < 1)) {
          throw new InvalidInput(CALIBRATION, "the calibration does not fit the classes");
        }
        yield new Calibration.Isotonic(
            counts, arrays.doubles(prefix + "from"), arrays.doubles(prefix + "to"));
      }
      default -> throw new InvalidInput(CALIBRATION, "unknown calibration " + kind);
    };
  }
}
