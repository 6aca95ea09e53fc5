package dev.lazuli.ml.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.json.Json;
import org.junit.jupiter.api.Test;

class PcaTest {
  private static final Json REFERENCE = Oracle.json(PcaTest.class, "pca.json");

  @Test
  void componentsAndScoresAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("cases").items()) {
      double[][] x = Oracle.matrix(expected.require("x"));
      double[][] components = Oracle.matrix(expected.require("components"));
      boolean whitening = expected.require("whitening").write().equals("true");
      PcaSettings settings =
          PcaSettings.all().withComponents(components.length).withWhitening(whitening);

      Pca pca = Pca.fit(x, settings, StopSignal.never());

      assertThat(pca.components()).isEqualTo(components.length);
      for (int c = 0; c < components.length; c++) {
        assertThat(pca.component(c)).containsExactly(components[c], within(1e-9));
      }
      assertThat(pca.variances())
          .containsExactly(Oracle.numbers(expected.require("variances")), within(1e-9));
      assertThat(pca.varianceShares())
          .containsExactly(Oracle.numbers(expected.require("shares")), within(1e-12));
      double[][] scores = Oracle.matrix(expected.require("scores"));
      double[][] ours = pca.transform(x);
      for (int i = 0; i < x.length; i++) {
        assertThat(ours[i]).containsExactly(scores[i], within(1e-9));
        assertThat(pca.restore(ours[i])).containsExactly(x[i], within(1e-9));
      }
      Pca some = Pca.fit(x, PcaSettings.all().withVarianceShare(0.95), StopSignal.never());
      assertThat(some.components()).isEqualTo(expected.require("needed").integer());
    }
  }

  @Test
  void constantColumnsHaveNoLoading() {
    double[][] rows = {{1, 5, 2}, {2, 5, 4}, {3, 5, 6}};

    Pca pca = Pca.fit(rows, PcaSettings.all(), StopSignal.never());

    assertThat(pca.component(0)[1]).isCloseTo(0, within(1e-15));
    assertThat(pca.varianceShares()[0]).isCloseTo(1, within(1e-12));
    assertThat(pca.transform(rows)[1][0]).isCloseTo(0, within(1e-12));
  }

  @Test
  void aModelIsReadAsItWasStored() {
    double[][] x = Oracle.matrix(REFERENCE.require("cases").items().getFirst().require("x"));
    Pca pca = Pca.fit(x, PcaSettings.all().withWhitening(true), StopSignal.never());
    NumberStore store = Oracle.store();

    pca.store(store, "m_");

    assertThat(Pca.read(store, "m_").transform(x)).isDeepEqualTo(pca.transform(x));
  }

  @Test
  void badInputIsRefused() {
    double[][] one = {{1, 2}};

    assertThatThrownBy(() -> Pca.fit(one, PcaSettings.all(), StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("one row has no variance");
    assertThatThrownBy(() -> PcaSettings.all().withComponents(0)).isInstanceOf(InvalidInput.class);
  }
}
