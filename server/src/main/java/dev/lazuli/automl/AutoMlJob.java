package dev.lazuli.automl;

import dev.lazuli.jobs.spec.JobSpec;
import java.util.List;
import java.util.Map;

/// What an AutoML job is asked to do.
public sealed interface AutoMlJob extends JobSpec permits TableJob, ForecastJob {
  /// Azure's word for these jobs.
  String TYPE = "AutoML";

  @Override
  default String type() {
    return TYPE;
  }

  /// The places of its tables, by Azure's names.
  Map<String, String> tables();

  /// What was asked for and is done differently here.
  List<String> remarks();
}
