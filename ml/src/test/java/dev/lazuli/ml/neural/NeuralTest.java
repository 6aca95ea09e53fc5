package dev.lazuli.ml.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeuralTest {
  private static final Json REFERENCE = Oracle.json(NeuralTest.class, "neural.json");
  private static final double[][] X = Oracle.matrix(REFERENCE.require("x"));
  private static final FeatureTable TABLE = Oracle.table(X);
  private static final int[] ROWS = Oracle.range(0, X.length);
  private static final Design DESIGN = Design.learn(TABLE, ROWS);

  @Test
  void withItsWeightsPredictionsAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("cases").items()) {
      int classes = expected.require("classes").integer();
      NeuralModel model = new NeuralModel(DESIGN, classes, layers(expected));
      double[] out = new double[model.outputs()];
      for (int i = 0; i < X.length; i++) {
        Json prediction = expected.require("predictions").items().get(i);

        model.score(X[i], out);
        model.link().apply(out);

        if (classes == 3) {
          assertThat(out).containsExactly(Oracle.numbers(prediction), within(1e-12));
        } else {
          double wanted = classes == 0 ? prediction.number() : Oracle.numbers(prediction)[1];
          assertThat(out[0]).isCloseTo(wanted, within(1e-12));
        }
      }
    }
  }

  @Test
  void withItsWeightsSlopesAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("cases").items()) {
      int classes = expected.require("classes").integer();
      double[] target = Oracle.numbers(expected.require("target"));
      List<Layer> layers = layers(expected);
      Backward backward = new Backward(layers, X.length);
      NeuralLoss loss = new NeuralLoss(classes);
      double[] vectors = DESIGN.matrix(TABLE, ROWS);
      System.arraycopy(vectors, 0, backward.inputs(), 0, vectors.length);

      backward.forward(X.length, 0, new SplittableRandom(0));
      int k = layers.getLast().outputs();
      double sum = 0;
      for (int i = 0; i < X.length; i++) {
        double share = 1.0 / X.length;
        sum +=
            share * loss.slopes(backward.scores(), i * k, target[i], share, backward.scoreSlopes());
      }
      backward.backward(X.length, 0);

      assertThat(sum).isCloseTo(expected.require("loss").number(), within(1e-12));
      for (int l = 0; l < layers.size(); l++) {
        assertThat(backward.weightSlopes(l))
            .containsExactly(list(expected, "weight_slopes", l), within(1e-12));
        assertThat(backward.biasSlopes(l))
            .containsExactly(list(expected, "bias_slopes", l), within(1e-12));
      }
    }
  }

  @Test
  void itLearnsWhatNoLinearModelCan() {
    double[][] x = new double[1500][];
    double[] number = new double[x.length];
    double[] two = new double[x.length];
    double[] three = new double[x.length];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < x.length; i++) {
      x[i] = random.doubles(2, -1, 1).toArray();
      number[i] = 1000 + 50 * x[i][0] * x[i][1];
      two[i] = x[i][0] * x[i][1] > 0 ? 1 : 0;
      three[i] = two[i] == 0 ? 0 : x[i][0] > 0 ? 1 : 2;
    }
    FeatureTable table = Oracle.table(x);
    NeuralSettings quick = NeuralSettings.regression().withSteps(5e-3, 32).withEpochs(40, 5);

    assertThat(errorShare(quick, table, x, number)).isLessThan(0.05);
    NeuralSettings classes = NeuralSettings.classification(2).withSteps(5e-3, 32).withEpochs(40, 5);
    assertThat(errorShare(classes, table, x, two)).isLessThan(0.05);
    NeuralSettings many = NeuralSettings.classification(3).withSteps(5e-3, 32).withEpochs(40, 5);
    assertThat(errorShare(many, table, x, three)).isLessThan(0.05);
    assertThat(errorShare(many.withRegularisation(0, 0.2), table, x, three)).isLessThan(0.1);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    double[] target =
        Oracle.numbers(REFERENCE.require("cases").items().getFirst().require("target"));
    NeuralSettings settings = NeuralSettings.regression().withEpochs(5, 0);

    double[] first = predictions(fit(settings, target));
    double[] second = predictions(fit(settings, target));
    double[] third = predictions(fit(settings.withSeed(1), target));

    assertThat(second).containsExactly(first);
    assertThat(third).isNotEqualTo(first);
  }

  @Test
  void aModelIsReadAsItWasStored() {
    double[] target =
        Oracle.numbers(REFERENCE.require("cases").items().getFirst().require("target"));
    NeuralModel model = fit(NeuralSettings.regression().withEpochs(2, 0), target);
    NumberStore store = Oracle.store();

    model.store(store, "m_");

    assertThat(predictions(NeuralModel.read(store, "m_"))).containsExactly(predictions(model));
  }

  @Test
  void aSoftStopEndsAfterAPassAndAStopAtOnce() {
    StopSignal stopped = StopSignal.never();
    stopped.stop();
    double[] target = new double[X.length];
    NeuralSettings settings = NeuralSettings.regression();

    NeuralModel model =
        NeuralFit.fit(TABLE, ROWS, target, null, settings, StopSignal.never(), stopped);

    assertThat(model.layers()).isEqualTo(3);
    assertThatThrownBy(() -> NeuralFit.fit(TABLE, ROWS, target, null, settings, stopped))
        .isInstanceOf(StopSignal.Stopped.class);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> NeuralSettings.regression().withSteps(0, 10))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("learning_rate is 0.0");
  }

  /// The part of the variance, or of the rows, that is predicted wrongly.
  private static double errorShare(
      NeuralSettings settings, FeatureTable table, double[][] x, double[] target) {
    int train = x.length * 2 / 3;
    NeuralModel model =
        NeuralFit.fit(table, Oracle.range(0, train), target, null, settings, StopSignal.never());
    double[] out = new double[model.outputs()];
    double wrong = 0;
    for (int i = train; i < x.length; i++) {
      model.score(x[i], out);
      wrong +=
          switch (settings.classes()) {
            case 0 -> (out[0] - target[i]) * (out[0] - target[i]) / (50 * 50 / 9.0);
            case 2 -> (out[0] > 0 ? 1 : 0) == target[i] ? 0 : 1;
            default -> out[(int) target[i]] >= Math.max(out[0], Math.max(out[1], out[2])) ? 0 : 1;
          };
    }
    return wrong / (x.length - train);
  }

  private static NeuralModel fit(NeuralSettings settings, double[] target) {
    return NeuralFit.fit(TABLE, ROWS, target, null, settings, StopSignal.never());
  }

  private static double[] predictions(NeuralModel model) {
    double[] predictions = new double[X.length];
    double[] out = new double[1];
    for (int i = 0; i < X.length; i++) {
      model.score(X[i], out);
      predictions[i] = out[0];
    }
    return predictions;
  }

  private static double[] list(Json expected, String name, int layer) {
    return Oracle.numbers(expected.require(name).items().get(layer));
  }

  private static List<Layer> layers(Json expected) {
    List<Layer> layers = new ArrayList<>();
    int inputs = DESIGN.columns();
    for (int l = 0; l < expected.require("biases").items().size(); l++) {
      double[] biases = list(expected, "biases", l);
      layers.add(new Layer(inputs, biases.length, list(expected, "weights", l), biases));
      inputs = biases.length;
    }
    return layers;
  }
}
