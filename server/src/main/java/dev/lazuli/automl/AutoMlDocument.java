package dev.lazuli.automl;

import dev.lazuli.ml.model.Task;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Variants;
import java.util.List;

/// How AutoML jobs are written.
public final class AutoMlDocument {
  /// How its tasks are written, told apart by `task`.
  public static final Codec<AutoMlJob> CODEC =
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

  private AutoMlDocument() {}
}
