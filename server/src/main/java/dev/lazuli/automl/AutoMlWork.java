package dev.lazuli.automl;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.Data;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Errand;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobWork;
import dev.lazuli.jobs.Turn;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.schema.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What AutoML jobs are to the server: checked when they are handed in, given their tables when
/// they start.
public final class AutoMlWork implements JobWork {
  /// How these jobs are written.
  public static final SpecKind<AutoMlJob> KIND =
      new SpecKind<>("automl", AutoMlJob.TYPE, AutoMlJob.class, AutoMlDocument.CODEC);

  /// Where a process finds what it is asked to do.
  static final String SPEC = "spec";

  /// The job property that holds the seed.
  static final String SEED = "seed";

  /// The job properties that name columns for splitting rows.
  static final String GROUP_COLUMN = "group_column";

  static final String TIME_COLUMN = "time_column";

  /// The job property that says whether rows that do not fit are an error or left out: pandas's
  /// word for it.
  static final String ON_BAD_LINES = "on_bad_lines";

  /// The job property that names the texts that mean "no value", parted by commas.
  static final String MISSING_VALUES = "missing_values";

  private final Data data;

  public AutoMlWork(Data data) {
    this.data = data;
  }

  @Override
  public SpecKind<?> kind() {
    return KIND;
  }

  @Override
  public Set<String> settings() {
    return Set.of(SEED, GROUP_COLUMN, TIME_COLUMN, ON_BAD_LINES, MISSING_VALUES);
  }

  @Override
  public void check(Workspace workspace, JobLabels labels, JobSpec spec) {
    seed(labels);
    onBadLines(labels);
    asked(spec)
        .tables()
        .forEach((field, uri) -> {
          try {
            if (!(Reference.parse(uri) instanceof Reference.Web)) { // fetched when the job starts
              data.locate(workspace, uri);
            }
          } catch (Problem.NotFound e) {
            throw new Problem.Invalid(
                "taskDetails.%s.uri".formatted(field),
                "taskDetails.%s.uri '%s': %s".formatted(field, uri, e.text()));
          }
        });
  }

  @Override
  public Errand prepare(Turn turn) {
    Job job = turn.job();
    ObjectNode work = Json.object();
    work.set(SPEC, Wire.write(AutoMlDocument.CODEC, asked(job.spec())));
    work.put(SEED, seed(job.labels()));
    work.put(ON_BAD_LINES, onBadLines(job.labels()));
    work.put(MISSING_VALUES, job.labels().properties().get(MISSING_VALUES));
    for (String name : List.of(GROUP_COLUMN, TIME_COLUMN)) {
      work.put(name, job.labels().properties().getOrDefault(name, ""));
    }
    ObjectNode sources = work.putObject("tables");
    asked(job.spec())
        .tables()
        .forEach((field, uri) -> sources.set(field, Json.tree(data.table(turn.workspace(), uri))));
    return new Errand.Own(work);
  }

  private static AutoMlJob asked(JobSpec spec) {
    if (spec instanceof AutoMlJob asked) {
      return asked;
    }
    throw new IllegalStateException("a spec of another kind: " + spec.type());
  }

  private static long seed(JobLabels labels) {
    String text = labels.properties().getOrDefault(SEED, "0");
    if (!text.matches("-?\\d{1,18}")) {
      throw new Problem.Invalid("properties." + SEED, text, "a whole number");
    }
    return Long.parseLong(text);
  }

  private static String onBadLines(JobLabels labels) {
    String word = labels.properties().getOrDefault(ON_BAD_LINES, "error");
    if (!word.equals("error") && !word.equals("skip")) {
      throw new Problem.Invalid("properties." + ON_BAD_LINES, word, "error or skip");
    }
    return word;
  }

  /// The texts that such a property names; none when it is not given.
  static List<String> missing(@Nullable String texts) {
    return texts == null
        ? List.of()
        : Arrays.stream(texts.split(",", -1)).map(String::strip).toList();
  }
}
