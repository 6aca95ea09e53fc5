package dev.lazuli.automl;

import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.ml.model.Task;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Variants;
import java.util.List;
import java.util.Map;

/// What an AutoML job is asked to do.
public sealed interface AutoMlJob extends JobSpec permits TableJob, ForecastJob {
  /// Azure's word for these jobs.
  String TYPE = "AutoML";

  /// How its tasks are written, told apart by `task`.
  Codec<AutoMlJob> CODEC =
      others(
          Variants.<AutoMlJob>by("task", "properties.taskDetails.taskType")
              .or(
                  "classification",
                  "Classification",
                  TableJob.class,
                  job -> job.task() == Task.CLASSIFICATION,
                  TableJob.description(Task.CLASSIFICATION))
              .or(
                  "regression",
                  "Regression",
                  TableJob.class,
                  job -> job.task() == Task.REGRESSION,
                  TableJob.description(Task.REGRESSION))
              .or("forecasting", "Forecasting", ForecastJob.class, ForecastJob.DESCRIPTION));

  private static Variants<AutoMlJob> others(Variants<AutoMlJob> tasks) {
    Variants<AutoMlJob> all = tasks;
    for (String word :
        List.of(
            "image_classification",
            "image_classification_multilabel",
            "image_object_detection",
            "image_instance_segmentation",
            "text_classification",
            "text_classification_multilabel",
            "text_ner")) {
      all =
          all.refuse(
              word,
              "is not supported by this version: use regression, classification or forecasting");
    }
    return all;
  }

  @Override
  default String type() {
    return TYPE;
  }

  /// The places of its tables, by Azure's names.
  Map<String, String> tables();

  /// What was asked for and is done differently here.
  List<String> remarks();
}
