package dev.lazuli.jobs.spec;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Variants;
import java.util.Collection;
import java.util.List;

/// A kind of jobs: its words, its record, and how that is written.
///
/// @param word in YAML, such as `automl`
/// @param type on the wire, such as `AutoML`
/// @param codec whose paths on the wire start at the top of a job: `properties.taskDetails`
public record SpecKind<S extends JobSpec>(
    String word, String type, Class<S> record, Codec<S> codec) {
  private static final List<String> OF_AZURE =
      List.of(
          "command",
          "sweep",
          "pipeline",
          "parallel",
          "spark",
          "automl",
          "import",
          "data_transfer",
          "finetuning",
          "distillation");

  /// How jobs of several kinds are written, told apart by `type`.
  public static Codec<JobSpec> codec(Collection<? extends SpecKind<?>> kinds) {
    Variants<JobSpec> all = Variants.by("type", "properties.jobType");
    for (SpecKind<?> kind : kinds) {
      all = kind.addTo(all);
    }
    String words =
        String.join(", ", kinds.stream().map(SpecKind::word).filter(OF_AZURE::contains).toList());
    for (String word : OF_AZURE) {
      if (kinds.stream().noneMatch(kind -> kind.word().equals(word))) {
        all = all.refuse(word, "cannot run here yet: use " + words);
      }
    }
    return all;
  }

  private Variants<JobSpec> addTo(Variants<JobSpec> kinds) {
    return kinds.or(word, type, record, codec);
  }
}
