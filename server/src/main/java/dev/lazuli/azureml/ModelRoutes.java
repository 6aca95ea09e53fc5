package dev.lazuli.azureml;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.registry.ModelVersion;
import dev.lazuli.registry.ModelVersions;
import dev.lazuli.registry.NewVersion;
import dev.lazuli.registry.RegisteredModel;
import dev.lazuli.registry.Registry;
import dev.lazuli.registry.Stage;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Registered models as ARM resources: the same models that MLflow's registry has.
///
/// Versions are whole numbers, counted by the registry.
public final class ModelRoutes {
  private static final String MLFLOW = "mlflow_model";
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1_000;

  private final Registry registry;
  private final ModelVersions versions;
  private final ModelFiles files;
  private final ModelShapes shapes;
  private final WorkspaceScope scope;

  public ModelRoutes(
      Registry registry, ModelVersions versions, ModelFiles files, WorkspaceScope scope) {
    this.registry = registry;
    this.versions = versions;
    this.files = files;
    this.shapes = new ModelShapes(registry, files);
    this.scope = scope;
  }

  /// Which of several views of a list.
  private enum View {
    ACTIVE,
    ARCHIVED,
    ALL;

    boolean holds(boolean archived) {
      return switch (this) {
        case ACTIVE -> !archived;
        case ARCHIVED -> archived;
        case ALL -> true;
      };
    }
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET /models", Action.MODELS_READ, this::list)
        .add("GET /models/{name}", Action.MODELS_READ, this::get)
        .add("PUT /models/{name}", Action.MODELS_WRITE, this::put)
        .add("DELETE /models/{name}", Action.MODELS_DELETE, this::delete)
        .add("GET /models/{name}/versions", Action.MODEL_VERSIONS_READ, this::listVersions)
        .add("GET /models/{name}/versions/{version}", Action.MODEL_VERSIONS_READ, this::getVersion)
        .add("PUT /models/{name}/versions/{version}", Action.MODEL_VERSIONS_WRITE, this::putVersion)
        .add(
            "DELETE /models/{name}/versions/{version}",
            Action.MODEL_VERSIONS_DELETE,
            this::deleteVersion);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    View view = view(request);
    Page<RegisteredModel> page =
        registry.search(workspace, "", List.of("name ASC"), skip(request), top(request));
    List<ObjectNode> shown =
        page.items().stream()
            .filter(model -> view.holds(ModelShapes.isArchived(model)))
            .map(model -> shapes.resource(workspace, model))
            .toList();
    return Response.ok(Arm.page(shown, next(request, page)));
  }

  private Response get(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(
        shapes.resource(workspace, registry.require(workspace, request.path("name"))));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    String name = request.path("name");
    boolean exists = registry.find(workspace, name).isPresent();
    if (!exists) {
      Arm.checkNewName("name", name);
      registry.create(
          workspace, name, properties.path("description").asString(""), tags(properties));
    } else {
      if (properties.hasNonNull("description")) {
        registry.describe(workspace, name, properties.path("description").asString(""));
      }
      tags(properties).forEach(tag -> registry.setTag(workspace, name, tag));
    }
    if (properties.hasNonNull("isArchived")) {
      registry.setTag(
          workspace,
          name,
          new Tag(ModelShapes.ARCHIVED_TAG, properties.path("isArchived").asString()));
    }
    return Response.json(
        exists ? 200 : 201, shapes.resource(workspace, registry.require(workspace, name)));
  }

  private Response delete(Request request) {
    Workspace workspace = scope.of(request);
    boolean exists = registry.find(workspace, request.path("name")).isPresent();
    if (exists) {
      registry.delete(workspace, request.path("name"));
    }
    return Response.empty(exists ? 200 : 204);
  }

  private Response listVersions(Request request) {
    Workspace workspace = scope.of(request);
    View view = view(request);
    RegisteredModel model = registry.require(workspace, request.path("name"));
    Page<ModelVersion> page =
        versions.search(
            workspace,
            "name = '%s'".formatted(model.name().replace("'", "''")),
            List.of("version_number DESC"),
            skip(request),
            top(request));
    List<ObjectNode> shown =
        page.items().stream()
            .filter(version -> view.holds(ModelShapes.isArchived(version)))
            .map(version -> shapes.resource(workspace, version))
            .toList();
    return Response.ok(Arm.page(shown, next(request, page)));
  }

  private Response getVersion(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(shapes.resource(workspace, require(workspace, request)));
  }

  private Response putVersion(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    String name = request.path("name");
    String number = request.path("version");
    Optional<ModelVersion> old = find(workspace, name, number);
    ModelVersion saved =
        old.isPresent()
            ? changed(workspace, old.get(), properties)
            : register(workspace, name, number, properties);
    if (properties.hasNonNull("isArchived")) {
      saved = archived(workspace, saved, properties.path("isArchived").asBoolean(false));
    }
    return Response.json(old.isPresent() ? 200 : 201, shapes.resource(workspace, saved));
  }

  private Optional<ModelVersion> find(Workspace workspace, String name, String number) {
    if (!number.matches("[1-9][0-9]{0,17}")) {
      throw new Problem.Invalid(
          "version", number, "a whole number, as the model registry counts versions");
    }
    return registry.find(workspace, name).isEmpty()
        ? Optional.empty()
        : versions
            .search(
                workspace,
                "name = '%s' AND version_number = %s".formatted(name.replace("'", "''"), number),
                List.of(),
                0,
                1)
            .items()
            .stream()
            .findFirst();
  }

  private ModelVersion register(
      Workspace workspace, String name, String number, ObjectNode properties) {
    String uri = properties.path("modelUri").asString("");
    if (uri.isEmpty()) {
      throw new Problem.Invalid("modelUri", "the body has no 'modelUri' that says where it lies");
    }
    if (registry.find(workspace, name).isEmpty()) {
      Arm.checkNewName("name", name);
    }
    String type = type(properties);
    if (type.equals(MLFLOW) && files.flavors(files.folder(workspace, uri)).isEmpty()) {
      throw new Problem.Invalid(
          "modelUri", uri, "a folder with a file MLmodel, since modelType is mlflow_model");
    }
    long next = registry.nextVersion(workspace, name);
    if (!number.equals(Long.toString(next))) {
      throw new Problem.Conflict(
          "the next version of model '%s' is %d, not %s".formatted(name, next, number));
    }
    return registry.register(
        workspace,
        source(name, uri)
            .withType(type)
            .withDescription(properties.path("description").asString(""))
            .withTags(tags(properties)));
  }

  /// The source as the registry takes it: the output of a job is an artifact of its run.
  private static NewVersion source(String name, String uri) {
    if (uri.startsWith("mlflow-artifacts:")) {
      return NewVersion.of(name, uri);
    }
    return switch (Reference.parse(uri)) {
      case Reference.JobOutput(String job, _, String path) ->
          NewVersion.of(name, "runs:/%s/%s".formatted(job, path)).withRun(job);
      case Reference.RunArtifact(String run, String path) ->
          NewVersion.of(name, "runs:/%s/%s".formatted(run, path)).withRun(run);
      case Reference _ -> NewVersion.of(name, uri);
    };
  }

  private ModelVersion changed(Workspace workspace, ModelVersion old, ObjectNode properties) {
    String uri = properties.path("modelUri").asString("");
    if (!uri.isEmpty()
        && !files.folder(workspace, uri).equals(files.folder(workspace, old.storageUri()))) {
      throw Problem.Conflict.exists(
          "version %d of model '%s' has other files: versions are not changed, make a new one"
              .formatted(old.version(), old.name()));
    }
    String number = Long.toString(old.version());
    if (properties.hasNonNull("description")) {
      versions.describe(workspace, old.name(), number, properties.path("description").asString(""));
    }
    tags(properties).forEach(tag -> versions.setTag(workspace, old.name(), number, tag));
    return registry.requireVersion(workspace, old.name(), number);
  }

  private ModelVersion archived(Workspace workspace, ModelVersion version, boolean wanted) {
    if (wanted == ModelShapes.isArchived(version)) {
      return version;
    }
    return versions.transition(
        workspace,
        version.name(),
        Long.toString(version.version()),
        wanted ? Stage.ARCHIVED : Stage.NONE,
        false);
  }

  private Response deleteVersion(Request request) {
    Workspace workspace = scope.of(request);
    boolean exists = find(workspace, request.path("name"), request.path("version")).isPresent();
    if (exists) {
      versions.delete(workspace, request.path("name"), request.path("version"));
    }
    return Response.empty(exists ? 200 : 204);
  }

  private ModelVersion require(Workspace workspace, Request request) {
    return registry.requireVersion(workspace, request.path("name"), request.path("version"));
  }

  private static String type(ObjectNode properties) {
    return Arm.word(
        "modelType",
        properties.path("modelType").asString("custom_model"),
        Map.of("custom_model", "custom_model", MLFLOW, MLFLOW, "triton_model", "triton_model"));
  }

  private static List<Tag> tags(ObjectNode properties) {
    List<Tag> tags = new ArrayList<>();
    Fields.strings(properties, "tags").forEach((key, value) -> tags.add(new Tag(key, value)));
    if (properties.path("properties").size() > 0) {
      tags.add(
          new Tag(
              ModelShapes.PROPERTIES_TAG,
              Json.text(Json.strings(Fields.strings(properties, "properties")))));
    }
    if (properties.path("isAnonymous").asBoolean(false)) {
      tags.add(new Tag(ModelShapes.ANONYMOUS_TAG, "true"));
    }
    return tags;
  }

  private static View view(Request request) {
    return Arm.word(
        "listViewType",
        request.query("listViewType").orElse("ActiveOnly"),
        Map.of("ActiveOnly", View.ACTIVE, "ArchivedOnly", View.ARCHIVED, "All", View.ALL));
  }

  private static int top(Request request) {
    return Math.clamp(number(request, "$top", PAGE), 1, PAGE_MAX);
  }

  private static int skip(Request request) {
    return number(request, "$skip", 0);
  }

  private static int number(Request request, String field, int standard) {
    Optional<String> text = request.query(field);
    if (text.isEmpty()) {
      return standard;
    }
    if (!text.get().matches("[0-9]{1,9}")) {
      throw new Problem.Invalid(field, text.get(), "a number");
    }
    return Integer.parseInt(text.get());
  }

  /// The address of the next page, unless this is the last or its length was asked for.
  private static Optional<String> next(Request request, Page<?> page) {
    if (page.next() < 0 || request.query("$top").isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s%s?listViewType=%s&$skip=%d"
            .formatted(
                request.origin(),
                request.rawPath(),
                request.query("listViewType").orElse("ActiveOnly"),
                page.next()));
  }
}
