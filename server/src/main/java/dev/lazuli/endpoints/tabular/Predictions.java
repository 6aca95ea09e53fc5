package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.ml.model.Scoring;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The predictions of one body, kept as numbers until the whole body is read. For one thread.
final class Predictions {
  private static final int KEPT_MAX = 1 << 17;

  private final int outputs;
  private final boolean isClassification;
  private final byte[][] labels;
  private double[] values;
  private int rows;

  /// @param inLists whether each label comes in a list of its own
  Predictions(Target target, boolean inLists) {
    this.outputs = target.outputs();
    this.isClassification = target.task() == Task.CLASSIFICATION;
    this.labels =
        target.classes().stream()
            .map(label -> inLists ? inList(label(target, label)) : label(target, label))
            .toArray(byte[][]::new);
    this.values = new double[64 * outputs];
  }

  private static byte[] inList(byte[] label) {
    return ("[" + new String(label, StandardCharsets.UTF_8) + "]").getBytes(StandardCharsets.UTF_8);
  }

  /// A class as its JSON value.
  private static byte[] label(Target target, String label) {
    String json =
        switch (target.type()) {
          case STRING, DATETIME -> Json.text(label);
          case BOOLEAN -> label.toLowerCase(Locale.ROOT).matches("true|1|1\\.0") ? "true" : "false";
          case LONG -> Long.toString((long) Double.parseDouble(label));
          case DOUBLE -> Double.toString(Double.parseDouble(label));
        };
    return json.getBytes(StandardCharsets.UTF_8);
  }

  void clear() {
    rows = 0;
    if (values.length > KEPT_MAX) {
      values = new double[64 * outputs];
    }
  }

  int rows() {
    return rows;
  }

  /// Keeps what was just scored.
  void add(Scoring scoring) {
    int at = rows * outputs;
    if (at + outputs > values.length) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    for (int output = 0; output < outputs; output++) {
      values[at + output] = scoring.prediction(output);
    }
    rows++;
  }

  /// Writes all predictions with commas between them: numbers, class labels, or for each row the
  /// probabilities of the classes.
  void write(ByteText answer, boolean probabilities) {
    for (int row = 0; row < rows; row++) {
      if (row > 0) {
        answer.add(',').add(' ');
      }
      if (!isClassification) {
        answer.add(values[row]);
      } else if (probabilities) {
        writeProbabilities(answer, row * outputs);
      } else {
        answer.add(labels[mostProbable(row * outputs)]);
      }
    }
  }

  private void writeProbabilities(ByteText answer, int from) {
    answer.add('[');
    for (int output = 0; output < outputs; output++) {
      if (output > 0) {
        answer.add(',').add(' ');
      }
      answer.add(values[from + output]);
    }
    answer.add(']');
  }

  private int mostProbable(int from) {
    int best = 0;
    for (int output = 1; output < outputs; output++) {
      if (values[from + output] > values[from + best]) {
        best = output;
      }
    }
    return best;
  }
}
