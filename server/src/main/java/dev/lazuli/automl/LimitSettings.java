package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Durations;
import java.time.Duration;
import java.util.List;

/// How long and how widely to search.
///
/// @param trialsMax 0 for as many as there is time for
/// @param trialsAtOnce 0 for as many as fit
/// @param coresPerTrial 0 for one, -1 for all
/// @param nodes machines that Azure would use
/// @param exitScore NaN for none
record LimitSettings(
    Duration timeout,
    Duration trialTimeout,
    int trialsMax,
    int trialsAtOnce,
    int coresPerTrial,
    int nodes,
    boolean earlyTermination,
    double exitScore) {
  /// Azure's own: six hours for the job.
  private static final Duration TIMEOUT = Duration.ofHours(6);

  /// Azure's own limits.
  static final LimitSettings STANDARD =
      new LimitSettings(TIMEOUT, TIMEOUT, 0, 0, 0, 0, true, Double.NaN);

  /// How they are written.
  static final Description<LimitSettings> DESCRIPTION =
      Description.of(
          "limits",
          "How long and how widely to search.",
          fields -> {
            var timeout =
                fields.add(
                    standard(
                            "timeout_minutes", Durations.minutes(), TIMEOUT, LimitSettings::timeout)
                        .wire("timeout")
                        .meaning("Time for the whole job."));
            var trial =
                fields.add(
                    standard(
                            "trial_timeout_minutes",
                            Durations.minutes(),
                            TIMEOUT,
                            LimitSettings::trialTimeout)
                        .wire("trialTimeout")
                        .meaning("Time for one trial."));
            var trials =
                fields.add(
                    optional("max_trials", Codecs.whole(0, 5_000), 0, LimitSettings::trialsMax)
                        .meaning("Trials at most; by default as many as there is time for."));
            var atOnce =
                fields.add(
                    optional(
                            "max_concurrent_trials",
                            Codecs.whole(0, 64),
                            0,
                            LimitSettings::trialsAtOnce)
                        .meaning("Trials at a time; by default as many as there are processors."));
            var cores =
                fields.add(
                    optional(
                            "max_cores_per_trial",
                            Codecs.whole(-1, 64),
                            0,
                            LimitSettings::coresPerTrial)
                        .meaning("Processors of one trial; one by default, -1 for all."));
            var nodes =
                fields.add(
                    optional("max_nodes", Codecs.whole(0, 10_000), 0, LimitSettings::nodes)
                        .meaning("Machines of Azure's; here a job runs on one."));
            var early =
                fields.add(
                    standard(
                            "enable_early_termination",
                            Codecs.truth(),
                            true,
                            LimitSettings::earlyTermination)
                        .meaning("Whether the search ends when nothing gets better any more."));
            var exit =
                fields.add(
                    optional("exit_score", Codecs.number(), Double.NaN, LimitSettings::exitScore)
                        .meaning("The search ends when the primary metric is as good as this."));
            fields.refuse("sweep_trials", "is for sweeps, which belong to image and text tasks");
            fields.passOver("sweep_concurrent_trials");
            return given ->
                new LimitSettings(
                    given.get(timeout),
                    given.get(trial),
                    given.get(trials),
                    given.get(atOnce),
                    given.get(cores),
                    given.get(nodes),
                    given.get(early),
                    given.get(exit));
          });

  /// The same for a search.
  ///
  /// @param trials at a time
  /// @param cores of each
  SearchLimits search(int trials, int cores) {
    return new SearchLimits(
        timeout, trialTimeout, trialsMax, trials, cores, exitScore, earlyTermination);
  }

  /// What is done differently here. More nodes than one change how soon a job is done, not what it
  /// finds: told, not refused.
  List<String> remarks() {
    return nodes > 1
        ? List.of(
            "max_nodes %d: a job runs on one machine, whose processors its trials share"
                .formatted(nodes))
        : List.of();
  }
}
