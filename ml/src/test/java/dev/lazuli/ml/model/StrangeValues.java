package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Values as clients send them, fitting or not, and what a model makes of rows of them.
final class StrangeValues {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "NA",
          "nan",
          "None",
          "null",
          "?",
          "inf",
          "-Infinity",
          "5",
          " 5 ",
          "5.0",
          "+5",
          "05",
          "5.5",
          "1e3",
          ".5",
          "5.",
          "1,5",
          "1_000",
          "0x10",
          "1d",
          "true",
          "TRUE",
          "False",
          "yes",
          "1",
          "0",
          "2",
          "Ulm",
          "10",
          "10.0",
          "2.50",
          "2.5",
          "quiet green street",
          "\u00a05",
          "\u0665",
          "2001-09-09",
          "2001-09-09T01:46:40Z",
          "2001/9/9 1:46 pm",
          "9/9/2001",
          "31.12.2001",
          "2001-13-09",
          "20010909",
          "1000000000",
          "1000000000000",
          "1000000000000000",
          "1000000000000000000",
          "12345678901234567890");
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    2,
    5,
    -1,
    0.5,
    47.5,
    1e-7,
    1e15,
    1e16,
    1e300,
    -1e300,
    2.5,
    10,
    20010909,
    19851231,
    1e9,
    1.7e9,
    1e12,
    1e15,
    1e18,
    4.8e14,
    479433600000.0,
    3.2e17,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private StrangeValues() {}

  /// Writes rows of these values, each with its prediction or the reason why it has none.
  static void write(Path file, TabularModel model, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Json> cases = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      cases.add(row(model, random, row < rows / 2 ? 1 : 3));
    }
    Files.writeString(file, new Json.Items(cases).write());
  }

  /// A row in which so many values are not left out.
  private static Json row(TabularModel model, SplittableRandom random, int given) {
    Signature signature = model.signature();
    Scoring scoring = model.scoring();
    Json.Members values = Json.object();
    scoring.raw().clear();
    for (Signature.Input input : signature.inputs()) {
      values = values.with(input.name(), new Json.Nothing());
    }
    for (int i = 0; i < given; i++) {
      int place = random.nextInt(signature.size());
      values = values.with(signature.inputs().get(place).name(), one(scoring.raw(), place, random));
    }
    return values(model, scoring, values);
  }

  private static Json values(TabularModel model, Scoring scoring, Json.Members values) {
    Json.Members one = Json.object().with("values", values);
    try {
      scoring.score();
    } catch (InvalidInput refused) {
      return one.with("refusal", "row 1: " + refused.getMessage());
    }
    double[] outputs = new double[model.target().outputs()];
    for (int output = 0; output < outputs.length; output++) {
      outputs[output] = scoring.prediction(output);
    }
    return one.with("outputs", Json.numbers(outputs));
  }

  /// Puts a value into the row; returns how the file tells of it.
  private static Json one(RawRow raw, int place, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        raw.set(place, text);
        yield new Json.Text(text);
      }
      case 3, 4, 5 -> {
        double number = NUMBERS[random.nextInt(NUMBERS.length)];
        raw.set(place, number);
        yield Json.object().with("number", Double.toString(number));
      }
      case 6 -> {
        boolean truth = random.nextBoolean();
        raw.set(place, truth);
        yield new Json.Truth(truth);
      }
      default -> {
        double millis = 1000.0 * random.nextInt();
        raw.setTime(place, millis);
        yield Json.object().with("time", millis);
      }
    };
  }
}
