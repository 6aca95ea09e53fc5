package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Metrics, params and tags that are logged to a run together: all of them or none.
///
/// @param modelMetrics points that belong to logged models too
/// @param alone whether it is one thing, whose key messages call `key` and not `tags[0].key`
public record LogBatch(
    MetricBatch metrics,
    List<Param> params,
    List<Tag> tags,
    List<ModelMetric> modelMetrics,
    boolean alone) {
  private static final int WORDS_MAX = 100;

  /// A point that also belongs to a logged model.
  ///
  /// @param at number of the point in the batch
  public record ModelMetric(int at, String modelId, String datasetName, String datasetDigest) {}

  /// A batch without points of logged models.
  public LogBatch(MetricBatch metrics, List<Param> params, List<Tag> tags) {
    this(metrics, params, tags, List.of());
  }

  /// A batch with points of logged models.
  public LogBatch(
      MetricBatch metrics, List<Param> params, List<Tag> tags, List<ModelMetric> modelMetrics) {
    this(metrics, params, tags, modelMetrics, false);
  }

  /// Only metrics.
  public static LogBatch of(MetricBatch metrics) {
    return new LogBatch(metrics, List.of(), List.of());
  }

  /// Only params.
  public static LogBatch ofParams(List<Param> params) {
    return new LogBatch(new MetricBatch(0), params, List.of());
  }

  /// Only tags.
  public static LogBatch ofTags(List<Tag> tags) {
    return new LogBatch(new MetricBatch(0), List.of(), tags);
  }

  /// The same as one thing.
  public LogBatch asOne() {
    return new LogBatch(metrics, params, tags, modelMetrics, true);
  }

  /// What stands before the key of an element in messages, such as `tags[0].`.
  String path(String list, int at) {
    return alone ? "" : "%s[%d].".formatted(list, at);
  }

  /// Refuses a batch over the limits of one request, or with a param twice.
  ///
  /// @throws Problem.Invalid naming the limit or the params
  public LogBatch checked() {
    checkCount("metrics", MetricBatch.MAX, metrics.size());
    checkCount("params", WORDS_MAX, params.size());
    checkCount("tags", WORDS_MAX, tags.size());
    checkCount(
        "metrics, params, and tags", MetricBatch.MAX, metrics.size() + params.size() + tags.size());
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Param param : params) {
      if (!seen.add(param.key())) {
        twice.add("'" + param.key() + "'");
      }
    }
    if (!twice.isEmpty()) {
      throw new Problem.Invalid(
          "params",
          "Duplicate parameter keys have been submitted: [%s]. Please ensure the request contains only one param value per param key."
              .formatted(String.join(", ", twice)));
    }
    return this;
  }

  private static void checkCount(String what, int max, int count) {
    if (count > max) {
      throw new Problem.Invalid(
          what,
          "A batch logging request can contain at most %d %s. Got %d %s. Please split up %s across multiple requests and try again."
              .formatted(max, what, count, what, what));
    }
  }
}
