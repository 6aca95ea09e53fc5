package dev.lazuli.batch;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.data.Data;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Errand;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobFolder;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobWork;
import dev.lazuli.jobs.Turn;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.schema.Wire;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the jobs of batch endpoints are to the server: their files are found, their model is laid
/// beside them, and what they write is kept.
public final class BatchWork implements JobWork {
  static final String SPEC = "spec";
  static final String TABLES = "tables";

  /// Where a process finds its model.
  static final String MODEL_FOLDER = "model";

  /// Where a process leaves its predictions.
  static final String OUTPUT_FOLDER = "score";

  /// How these jobs are written.
  public static final SpecKind<BatchJob> KIND =
      new SpecKind<>("batch", BatchJob.TYPE, BatchJob.class, BatchJob.DESCRIPTION);

  private final Data data;
  private final ModelFiles models;
  private final BlobStore blobs;
  private final Limits limits;

  public BatchWork(Data data, ModelFiles models, BlobStore blobs, Limits limits) {
    this.data = data;
    this.models = models;
    this.blobs = blobs;
    this.limits = limits;
  }

  @Override
  public SpecKind<?> kind() {
    return KIND;
  }

  @Override
  public void check(Workspace workspace, JobLabels labels, JobSpec spec) {
    BatchJob job = asked(spec);
    for (String uri : job.inputs()) {
      try {
        if (!(Reference.parse(uri) instanceof Reference.Web)) { // fetched when the job starts
          data.locate(workspace, uri);
        }
      } catch (Problem.NotFound e) {
        throw new Problem.Invalid(
            "properties.inputData", "input '%s': %s".formatted(uri, e.text()));
      }
    }
    if (!job.output().isEmpty()) {
      target(workspace, job.output());
    }
  }

  @Override
  public Errand prepare(Turn turn) {
    BatchJob job = asked(turn.job().spec());
    models.copy(turn.workspace(), job.model(), turn.folder().path().resolve(MODEL_FOLDER));
    ObjectNode work = Json.object();
    work.set(SPEC, Wire.write(BatchJob.DESCRIPTION, job));
    ArrayNode tables = work.putArray(TABLES);
    job.inputs().forEach(uri -> tables.add(Json.tree(data.table(turn.workspace(), uri))));
    return new Errand.Own(work);
  }

  @Override
  public Kept keep(Workspace workspace, Job job, JobFolder folder) {
    BatchJob batch = asked(job.spec());
    Path file = folder.path().resolve(OUTPUT_FOLDER).resolve(batch.settings().outputFile());
    String uri =
        batch.output().isEmpty()
            ? Datastores.uri(Datastores.BLOB_STORE, "azureml/%s/score/".formatted(job.name()))
            : batch.output();
    if (Files.exists(file)) {
      BlobName place = target(workspace, uri);
      BlobName name = batch.isOutputFile() ? place : place.resolve(batch.settings().outputFile());
      try (InputStream content = Files.newInputStream(file)) {
        blobs.put(name, content, limits.uploadMax());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    ObjectNode outputs = Json.object();
    outputs
        .putObject("score")
        .put("jobOutputType", batch.isOutputFile() ? "uri_file" : "uri_folder")
        .put("uri", uri);
    return new Kept(Map.of(), outputs);
  }

  private static BlobName target(Workspace workspace, String uri) {
    if (Reference.parse(uri) instanceof Reference.DatastorePath(String store, String path)) {
      return Datastores.blob(workspace, store, path);
    }
    throw new Problem.Invalid(
        "properties.outputData",
        "output '%s' cannot be written to: expected azureml://datastores/D/paths/P".formatted(uri));
  }

  private static BatchJob asked(JobSpec spec) {
    if (spec instanceof BatchJob job) {
      return job;
    }
    throw new IllegalStateException("a spec of another kind: " + spec.type());
  }
}
