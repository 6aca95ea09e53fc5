package dev.lazuli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InvocationTest {
  @Test
  void anInvocationIsReadInTheWordsOfServicesAndOfSdksAlike() {
    Invocation pascal =
        read(
            """
            {properties: {InputData: {whatever: {JobInputType: 'UriFile', Uri: 'azureml://a/b.csv'}},
              OutputData: {score: {JobOutputType: 'UriFile', Uri: 'azureml://a/c.csv'}},}}\
            """);
    Invocation camel =
        read(
            """
            {"properties":{"inputData":{"x":{"jobInputType":"uri_file","uri":"azureml://a/b.csv"}},
              "outputData":{"score":{"jobOutputType":"uri_file","uri":"azureml://a/c.csv"}}}}\
            """);

    assertThat(pascal).isEqualTo(camel);
    assertThat(pascal.inputs()).containsExactly("azureml://a/b.csv");
    assertThat(pascal.isOutputFile()).isTrue();
  }

  @Test
  void literalsAreNoData() {
    assertThatThrownBy(
            () -> read("{properties: {inputData: {a: {jobInputType: 'Literal', value: '1'}}}}"))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("properties.inputData names no data");
  }

  @Test
  void anInputWithoutAnAddressIsNamed() {
    assertThatThrownBy(() ->
            read(
                "{properties: {inputData: {rows: {jobInputType: UriFile}}}}"
                    .replace("UriFile", "'UriFile'")))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage("properties.inputData.rows has no uri");
  }

  @Test
  void anUnknownTypeOfInputIsNamed() {
    assertThatThrownBy(
            () -> read("{properties: {inputData: {rows: {jobInputType: 'Blob', uri: 'x'}}}}"))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("properties.inputData.rows.jobInputType")
        .hasMessageContaining("UriFolder");
  }

  private static Invocation read(String body) {
    return Invocation.of(Json.parseLenient(body.getBytes(StandardCharsets.UTF_8)));
  }
}
