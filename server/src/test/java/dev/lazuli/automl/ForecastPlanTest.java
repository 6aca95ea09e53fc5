package dev.lazuli.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.ShortSeries;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.schema.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ForecastPlanTest {
  private static final String RECORDED =
      """
      {"taskDetails":{"taskType":"Forecasting","targetColumnName":"demand",
       "trainingData":{"jobInputType":"mltable","uri":"azureml:energy:1"},
       "nCrossValidations":{"mode":"Custom","value":3},
       "primaryMetric":"NormalizedRootMeanSquaredError","logVerbosity":"Info",
       "featurizationSettings":{"mode":"auto"},
       "forecastingSettings":{"timeColumnName":"timeStamp",
         "forecastHorizon":{"mode":"Custom","value":48},"frequency":"h",
         "timeSeriesIdColumnNames":["zone"],"seasonality":{"mode":"Auto"},
         "targetLags":{"mode":"Custom","values":[24,168]},
         "targetRollingWindowSize":{"mode":"Custom","value":12},"cvStepSize":24,
         "shortSeriesHandlingConfig":"Drop","targetAggregateFunction":"Sum",
         "featureLags":"Auto","useStl":"Season"},
       "limitSettings":{"timeout":"PT15M","trialTimeout":"PT2M","maxTrials":10,
         "maxConcurrentTrials":2,"enableEarlyTermination":false,"exitScore":0.03},
       "trainingSettings":{"blockedTrainingAlgorithms":["ExtremeRandomTrees","AutoArima"],
         "enableStackEnsemble":false}}}
      """;

  @Test
  void whatTheSdkSendsIsRead() {
    ForecastJob spec = parse(recorded());

    assertThat(spec.settings().series().timeColumn()).isEqualTo("timeStamp");
    assertThat(spec.settings().series().target()).isEqualTo("demand");
    assertThat(spec.settings().series().idColumns()).containsExactly("zone");
    assertThat(spec.settings().series().aggregate()).isEqualTo(SeriesOptions.Aggregate.SUM);
    assertThat(spec.settings().horizon()).isEqualTo(48);
    assertThat(spec.settings().periods()).isEmpty();
    assertThat(spec.settings().panel().targetLags()).containsExactly(24, 168);
    assertThat(spec.settings().panel().rollingWindow()).isEqualTo(12);
    assertThat(spec.settings().windows()).isEqualTo(3);
    assertThat(spec.settings().windowStep()).isEqualTo(24);
    assertThat(spec.settings().shortSeries()).isEqualTo(ShortSeries.DROP);
    assertThat(spec.search().limits().timeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(spec.search().limits().search(2, 1))
        .isEqualTo(
            new SearchLimits(Duration.ofMinutes(15), Duration.ofMinutes(2), 10, 2, 1, 0.03, false));
    assertThat(spec.settings().learners().blocked()).isEqualTo(List.of("AutoArima"));
    assertThat(spec.tables()).containsOnlyKeys("trainingData");
    assertThat(spec.settings().panel().stl()).isEqualTo(Decomposition.SEASON);
    assertThat(spec.settings().panel().featureLags()).isTrue();
    assertThat(spec.remarks()).isEmpty();
  }

  @Test
  void moreNodesThanOneAreToldOf() {
    ObjectNode spec = recorded();
    ((ObjectNode) spec.path("taskDetails").path("limitSettings")).put("maxNodes", 4);

    assertThat(parse(spec).remarks())
        .contains("max_nodes 4: a job runs on one machine, whose processors its trials " + "share");
  }

  @Test
  void algorithmsThatAreNotHereAreReplacedOrLeftOut() {
    ObjectNode spec = recorded();
    ((ObjectNode) spec.path("taskDetails"))
        .set(
            "trainingSettings",
            Json.parse("{\"allowedTrainingAlgorithms\":[\"Prophet\",\"XGBoostRegressor\"]}"));

    ForecastJob parsed = parse(spec);

    assertThat(parsed.settings().learners().allowed()).containsExactly("LightGBM");
    assertThat(parsed.remarks()).contains("LightGBM stands for XGBoostRegressor");
  }

  @ParameterizedTest
  @CsvSource({
    "timeColumnName,'',timeColumnName '' is not valid",
    "countryOrRegionForHolidays,ATL,are not built in; there are those of AT",
    "frequency,fortnight,fortnight",
    "shortSeriesHandlingConfig,Stretch,Stretch",
    "colour,red,unknown key"
  })
  void whatCannotBeUsedIsRefusedByName(String field, String value, String message) {
    ObjectNode spec = recorded();
    ((ObjectNode) spec.path("taskDetails").path("forecastingSettings")).put(field, value);

    assertThatThrownBy(() -> parse(spec)).isInstanceOf(Problem.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "limitSettings,sweepTrials,3,which belong to image and text tasks",
    "limitSettings,maxTrials,-1,taskDetails.limitSettings.maxTrials '-1'",
    "trainingSettings,enableOnnxCompatibleModels,true,no ONNX graph",
    "trainingSettings,enableDnnTraining,true,there are no deep networks here",
    "trainingSettings,trainingMode,Distributed,jobs run on one machine here",
    ",validationDataSize,0.2,judged at rolling origins",
    ",testDataSize,0.2,give taskDetails.testData"
  })
  void whatCannotMeanAnythingIsRefusedWithItsReason(
      @Nullable String block, String field, String value, String message) {
    ObjectNode spec = recorded();
    ObjectNode details = (ObjectNode) spec.path("taskDetails");
    ObjectNode object = block == null ? details : (ObjectNode) details.path(block);
    object.set(field, Json.parse(value.matches("[a-z0-9.-]+") ? value : "\"" + value + "\""));

    assertThatThrownBy(() -> parse(spec)).isInstanceOf(Problem.class).hasMessageContaining(message);
  }

  @Test
  void customFeaturizationIsHonoured() {
    ObjectNode spec = recorded();
    ((ObjectNode) spec.path("taskDetails"))
        .set(
            "featurizationSettings",
            Json.parse(
                """
                {"mode":"Custom","dropColumns":["note"],"blockedTransformers":["LabelEncoder"],
                 "columnNameAndTypes":{"week":"Categorical","code":"Ignore","zone":"Categorical"},
                 "transformerParams":{"Imputer":[{"fields":["demand"],
                   "parameters":{"strategy":"constant","fill_value":0}}]}}
                """));

    ForecastJob parsed = parse(spec);

    SeriesOptions series = parsed.settings().series();
    assertThat(series.ignored()).containsExactly("note", "code");
    assertThat(series.purposes())
        .containsOnly(
            Map.entry("week", ColumnPurpose.CATEGORICAL),
            Map.entry("zone", ColumnPurpose.CATEGORICAL));
    assertThat(series.gaps()).isEqualTo(SeriesOptions.GapFill.ZERO);
    assertThat(parsed.remarks())
        .containsExactly("blocked_transformers LabelEncoder: forecasts use none of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'columnNameAndTypes':{'note':'Text'}} | 'note' cannot be used as text",
        "{'columnNameAndTypes':{'then':'DateTime'}} | 'then' cannot be used as datetime",
        "{'columnNameAndTypes':{'demand':'Categorical'}} | 'demand' cannot be used as categorical",
        "{'dropColumns':['zone']} | 'zone' cannot be left out",
        "{'transformerParams':{'Imputer':[{'fields':['demand'],'parameters':{'strategy':'median'}}]}}"
            + " | Imputer of 'demand'"
      })
  void featurizationThatMeansNothingForSeriesIsRefused(String settings, String message) {
    ObjectNode spec = recorded();
    ((ObjectNode) spec.path("taskDetails"))
        .set("featurizationSettings", Json.parse(settings.replace('\'', '"')));

    assertThatThrownBy(() -> parse(spec)).isInstanceOf(Problem.class).hasMessageContaining(message);
  }

  @Test
  void gapsOfTheTargetAreFilledForwardsWhereAsked() {
    ObjectNode spec = recorded();
    ((ObjectNode) spec.path("taskDetails"))
        .set(
            "featurizationSettings",
            Json.parse(
                """
                {"mode":"Custom","transformerParams":{"imputer":[
                  {"fields":["demand"],"parameters":{"strategy":"ffill"}}]}}
                """));

    assertThat(parse(spec).settings().series().gaps()).isEqualTo(SeriesOptions.GapFill.FORWARD);
  }

  @Test
  void imputersOfOtherColumnsAndALaterTableToValidateOnAreTaken() {
    ObjectNode spec = recorded();
    ObjectNode details = (ObjectNode) spec.path("taskDetails");
    details.remove("nCrossValidations");
    details.set("validationData", Json.parse("{\"uri\":\"azureml:later:1\"}"));
    details.set(
        "featurizationSettings",
        Json.parse(
            """
            {"mode":"Custom","transformerParams":{"Imputer":[
              {"fields":["price"],"parameters":{"strategy":"ffill"}},
              {"fields":["income"],"parameters":{"strategy":"median"}}]}}
            """));

    ForecastJob parsed = parse(spec);

    assertThat(parsed.tables()).containsEntry("validationData", "azureml:later:1");
    assertThat(parsed.settings().series().imputations()).containsOnlyKeys("price", "income");
  }

  @Test
  void holidaysOfACountryAreBuiltIn() {
    ObjectNode spec = recorded();
    ObjectNode details = (ObjectNode) spec.path("taskDetails");
    ((ObjectNode) details.path("forecastingSettings")).put("countryOrRegionForHolidays", "NO");

    assertThat(parse(spec).series().country()).isEqualTo("NO");
  }

  @Test
  void holidaysOfACountryComeFromATable() {
    ObjectNode spec = recorded();
    ObjectNode details = (ObjectNode) spec.path("taskDetails");
    ((ObjectNode) details.path("forecastingSettings")).put("countryOrRegionForHolidays", "NO");
    ((ObjectNode) details.path("forecastingSettings"))
        .set("holidaysData", Json.parse("{\"uri\":\"azureml:holidays:1\"}"));

    ForecastJob parsed = parse(spec);

    assertThat(parsed.series().country()).isEqualTo("NO");
    assertThat(parsed.tables()).containsEntry("holidaysData", "azureml:holidays:1");
  }

  private static ForecastJob parse(ObjectNode properties) {
    ObjectNode body = Json.object();
    body.set("properties", properties);
    return (ForecastJob) Wire.read(AutoMlDocument.CODEC, body);
  }

  private static ObjectNode recorded() {
    return (ObjectNode) Json.parse(RECORDED);
  }
}
