package dev.lazuli.jobs.command;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.assets.AssetKind;
import dev.lazuli.assets.Assets;
import dev.lazuli.base.Problem;
import dev.lazuli.environments.Environments;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Errand;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobFolder;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobWork;
import dev.lazuli.jobs.Turn;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What command jobs are to the server: code, inputs and environment are made ready, the command is
/// run by a shell, and what it leaves is kept.
///
/// In the job's folder: `wd` holds the code and is where the command starts; `inputs` and `named`
/// hold what goes in and comes out by name.
public final class CommandWork implements JobWork {
  /// How these jobs are written.
  public static final SpecKind<CommandJob> KIND =
      new SpecKind<>("command", CommandJob.TYPE, CommandJob.class, CommandJob.DESCRIPTION);

  private static final Pattern MEMORY =
      Pattern.compile("(?:^|\\s)(?:--memory|-m)[= ](\\d+)([bkmgBKMG]?)\\b");

  private final Assets assets;
  private final Environments environments;
  private final InputFiles inputs;
  private final OutputFiles outputs;
  private final ProcessVariables variables;

  CommandWork(
      Assets assets,
      Environments environments,
      InputFiles inputs,
      OutputFiles outputs,
      ProcessVariables variables) {
    this.assets = assets;
    this.environments = environments;
    this.inputs = inputs;
    this.outputs = outputs;
    this.variables = variables;
  }

  @Override
  public SpecKind<?> kind() {
    return KIND;
  }

  @Override
  public boolean leavesOutcome() {
    return false;
  }

  @Override
  public void check(Workspace workspace, JobLabels labels, JobSpec spec) {
    CommandJob job = asked(spec);
    environments.check(workspace, job.environment());
    if (!job.code().isEmpty()) {
      codeUri(workspace, job.code());
    }
    job.distribution().count(job.placement().resources().instances());
    job.inputs()
        .forEach((name, input) -> {
          if (input instanceof JobInput.Files files) {
            try {
              checkInput(workspace, files);
            } catch (Problem.NotFound e) {
              throw new Problem.Invalid(
                  "inputs." + name, "inputs.%s: %s".formatted(name, e.text()));
            }
          }
        });
  }

  private void checkInput(Workspace workspace, JobInput.Files files) {
    boolean isFetched = Reference.parse(files.path()) instanceof Reference.Web;
    if (!isFetched && !files.mode().equals("Direct")) { // fetched when the job starts
      inputs.find(workspace, files);
    }
  }

  private static CommandJob asked(JobSpec spec) {
    if (spec instanceof CommandJob job) {
      return job;
    }
    throw new IllegalStateException("a %s job among command jobs".formatted(spec.type()));
  }

  @Override
  public Optional<Duration> timeMax(Job job) {
    return Optional.of(asked(job.spec()).timeout()).filter(Duration::isPositive);
  }

  @Override
  public Errand prepare(Turn turn) throws InterruptedException {
    CommandJob job = asked(turn.job().spec());
    Path root = turn.folder().path();
    Path start = root.resolve("wd");
    remake(root);
    if (!job.code().isEmpty()) {
      InputFiles.copy(
          inputs.find(
              turn.workspace(),
              new JobInput.Files("uri_folder", codeUri(turn.workspace(), job.code()), "")),
          start);
    }
    Path python = environment(turn, job.environment());
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", turn.job().name());
    values.put("default_datastore", "workspaceblobstore");
    Map<String, String> named = new LinkedHashMap<>();
    job.inputs()
        .forEach((name, input) -> {
          String value = input(turn.workspace(), root.resolve("inputs").resolve(name), input);
          values.put("inputs." + name, value);
          named.put("AZURE_ML_INPUT_" + name, value);
        });
    job.outputs()
        .forEach((name, output) -> {
          String path = outputs.make(root, name, output).toString();
          values.put("outputs." + name, path);
          named.put("AZURE_ML_OUTPUT_" + name, path);
        });
    Map<String, String> environment = variables.of(turn, start, python);
    environment.putAll(named);
    environment.putAll(job.environmentVariables());
    String command = new Template(job.command()).filled(values);
    int processes = job.distribution().count(job.placement().resources().instances());
    return new Errand.Program(
        processes > 1
            ? Processes.several(root, command, job.distribution(), processes)
            : List.of(shell(), "-c", command),
        start,
        environment,
        memoryMax(job.placement().resources().dockerArguments()));
  }

  /// What an earlier attempt has left must not be taken for this one's.
  private static void remake(Path root) {
    try {
      for (String name : List.of("wd", "inputs", "named")) {
        new JobFolder(root.resolve(name)).delete();
        Files.createDirectories(root.resolve(name));
      }
      Files.createDirectories(root.resolve("wd").resolve("outputs"));
      Files.createDirectories(root.resolve("wd").resolve("logs"));
      Files.createDirectories(root.resolve("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path environment(Turn turn, String reference) throws InterruptedException {
    Path log = turn.folder().path().resolve(OutputFiles.BUILD_LOG);
    try {
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
      return environments.obtain(turn.workspace(), reference, line -> append(log, line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      outputs.keepFile(turn.workspace(), turn.job(), log, OutputFiles.BUILD_LOG);
    }
  }

  private static void append(Path log, String line) {
    try {
      Files.writeString(
          log,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String input(Workspace workspace, Path target, JobInput input) {
    return switch (input) {
      case JobInput.Literal(String text) -> text;
      case JobInput.Files files when files.mode().equals("Direct") ->
          inputs.place(workspace, files);
      case JobInput.Files files -> {
        Path found = inputs.find(workspace, files);
        if (files.mode().contains("Download") || files.mode().equals("ReadWriteMount")) {
          Path copy =
              Files.isDirectory(found) ? target : target.resolve(found.getFileName().toString());
          InputFiles.copy(found, copy);
          yield copy.toString();
        }
        yield found.toString();
      }
    };
  }

  private String codeUri(Workspace workspace, String code) {
    return switch (Reference.parse(code)) {
      case Reference.ArmAsset(_, String kind, String name, String version)
          when kind.equalsIgnoreCase(AssetKind.CODE.collection()) ->
          codeUri(workspace, name, version);
      case Reference.ArmAsset _ ->
          throw new Problem.Invalid("codeId", code, "code of this workspace");
      case Reference.Asset(String name, String version) -> codeUri(workspace, name, version);
      default -> code;
    };
  }

  private String codeUri(Workspace workspace, String name, String version) {
    return assets
        .require(workspace, AssetKind.CODE, name, version)
        .spec()
        .path("codeUri")
        .asString("");
  }

  private static String shell() {
    return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
  }

  /// Docker's way of saying how much memory a job may hold.
  private static long memoryMax(String dockerArguments) {
    Matcher given = MEMORY.matcher(dockerArguments);
    if (!given.find()) {
      return Long.MAX_VALUE;
    }
    long number = Long.parseLong(given.group(1));
    return switch (given.group(2).toLowerCase(Locale.ROOT)) {
      case "k" -> number << 10;
      case "m" -> number << 20;
      case "g" -> number << 30;
      default -> number;
    };
  }

  @Override
  public void keepArtifacts(Workspace workspace, Job job, JobFolder folder) {
    outputs.keepArtifacts(workspace, job, folder.path());
  }

  @Override
  public Kept keep(Workspace workspace, Job job, JobFolder folder) {
    return new Kept(Map.of(), outputs.keep(workspace, job, asked(job.spec()), folder.path()));
  }
}
