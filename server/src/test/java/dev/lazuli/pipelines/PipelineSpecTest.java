package dev.lazuli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.jobs.command.JobInput;
import dev.lazuli.schema.Wire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PipelineSpecTest {
  private static PipelineSpec read(String json) {
    ObjectNode body = Json.object();
    body.set("properties", Json.parse(json.replace('\'', '"')));
    return PipelineSpec.of(
        Wire.read(PipelineJob.DESCRIPTION, body),
        id -> {
          throw new Problem.NotFound("there is no component '%s'".formatted(id));
        });
  }

  private static String step(String inputs, String outputs) {
    return "{'component':{'command':'echo','environment':'azureml:e:1',"
        + "'inputs':{'data':{'type':'uri_folder','optional':true}},"
        + "'outputs':{'out':{'jobOutputType':'uri_folder'}}},'inputs':{%s},'outputs':{%s}}"
            .formatted(inputs, outputs);
  }

  private static String from(String step) {
    return "'data':{'job_input_type':'literal','value':'${{parent.jobs.%s.outputs.out}}'}"
        .formatted(step);
  }

  @Test
  void stepsComeAfterThoseThatTheyNeed() {
    PipelineSpec pipeline =
        read(
            "{'jobs':{'c':%s,'b':%s,'a':%s}}"
                .formatted(step(from("b"), ""), step(from("a"), ""), step("", "")));

    assertThat(pipeline.order()).containsExactly("a", "b", "c");
    assertThat(pipeline.require("c").needs()).containsExactly("b");
  }

  @Test
  void allFaultsOfAGraphAreTold() {
    String parent = "'data':{'job_input_type':'literal','value':'${{parent.inputs.none}}'}";
    String other = "'out':{'type':'literal','value':'${{parent.outputs.none}}'}";

    assertThatThrownBy(() ->
            read("{'jobs':{'a':%s,'b':%s}}".formatted(step(parent, other), step(from("x"), ""))))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining(
            "jobs.a.inputs.data names '${{parent.inputs.none}}', but the pipeline has the inputs none")
        .hasMessageContaining(
            "jobs.a.outputs.out names '${{parent.outputs.none}}', but the pipeline has none")
        .hasMessageContaining(
            "jobs.b.inputs.data names '${{parent.jobs.x.outputs.out}}', but the pipeline has the"
                + " steps a, b");
  }

  @Test
  void stepsThatWaitForEachOtherAreAFault() {
    assertThatThrownBy(() ->
            read("{'jobs':{'a':%s,'b':%s}}".formatted(step(from("b"), ""), step(from("a"), ""))))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("the steps a, b wait for each other in a circle");
  }

  @Test
  void bindingsToInputsOfThePipelineAreFollowed() {
    PipelineSpec pipeline =
        read(
            "{'inputs':{'rate':{'jobInputType':'literal','value':'0.5'},"
                + "'raw':{'jobInputType':'uri_file','uri':'azureml://datastores/d/paths/p'}},"
                + "'jobs':{'a':%s}}".formatted(step("", "")));

    assertThat(pipeline.resolved(new JobInput.Literal("${{parent.inputs.rate}}")))
        .isEqualTo(new JobInput.Literal("0.5"));
    assertThat(pipeline.resolved(new JobInput.Literal("r=${{parent.inputs.rate}}")))
        .isEqualTo(new JobInput.Literal("r=0.5"));
    assertThat(pipeline.resolved(new JobInput.Literal("${{parent.inputs.raw}}")))
        .isEqualTo(new JobInput.Files("uri_file", "azureml://datastores/d/paths/p", ""));
  }

  @Test
  void aStepOfAnotherTypeIsRefusedByName() {
    assertThatThrownBy(() -> read("{'jobs':{'a':{'type':'spark'}}}"))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("steps of other types cannot run here yet");
  }
}
