package dev.lazuli.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import org.junit.jupiter.api.Test;

class CondaFileTest {
  @Test
  void condaPackagesBecomeThoseOfPip() {
    Requirements read =
        CondaFile.read(
            """
            channels: [conda-forge]
            dependencies:
              - python=3.8
              - conda-forge::pytorch=1.8.1=py3.8_0
              - scikit-learn=0.24
              - numpy>=1.21
              - pip=21
              - cudatoolkit=11
              - pip:
                - mlflow==2.3
                - azureml-mlflow>=1.48
                - azureml-core
            """);

    assertThat(read.python()).isEqualTo("3.8");
    assertThat(read.packages())
        .containsExactly(
            "torch==1.8.1.*",
            "scikit-learn==0.24.*",
            "numpy>=1.21",
            "mlflow==2.3",
            "mlflow-skinny");
    assertThat(read.notes()).hasSize(3);
  }

  @Test
  void whatPipCannotInstallIsRefusedByName() {
    assertThatThrownBy(() -> CondaFile.read("dependencies: [r-base=4.1]"))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessage("the conda file asks for 'r-base=4.1', which pip cannot install: take it out");
  }

  @Test
  void readyEnvironmentsStandForPackages() {
    Requirements found = CuratedTable.find("AzureML-lightgbm-3.3").orElseThrow();

    assertThat(found.packages()).contains("lightgbm==3.3.*", "mlflow", "pandas<2");
    assertThat(found.packages()).doesNotContain("pandas");
    assertThat(CuratedTable.find("my-own")).isEmpty();
    assertThatThrownBy(() -> CuratedTable.find("promptflow-runtime"))
        .isInstanceOf(Problem.Unsupported.class)
        .hasMessageStartingWith("the ready environment 'promptflow-runtime' has no counterpart");
  }
}
