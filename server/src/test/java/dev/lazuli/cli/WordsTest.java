package dev.lazuli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          taskDetails.limitSettings.maxTrials '-1' is not valid | limits.max_trials '-1' is not valid
          taskDetails.limitSettings.trialTimeout 'x' | limits.trial_timeout_minutes 'x'
          taskDetails.nCrossValidations.value '1' | n_cross_validations '1'
          taskDetails.featurizationSettings.columnNameAndTypes.myCol | featurization.column_name_and_types.myCol
          taskDetails.trainingSettings.enableDnnTraining: no | training.enable_dnn_training: no
          taskDetails.validationDataSize '1.5' | validation_data_size '1.5'
          give one of nCrossValidations and validationData, not several | give one of n_cross_validations and validation_data, not several
          no column 'validationDataX' | no column 'validationDataX'
          """)
  void errorsNameThePathsOfTheYamlFile(String wire, String yaml) {
    assertThat(Words.inYaml(wire)).isEqualTo(yaml);
  }
}
