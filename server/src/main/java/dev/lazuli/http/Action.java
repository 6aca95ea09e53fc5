package dev.lazuli.http;

/// What a route lets its caller do: a closed list, with Azure's word for each.
///
/// Roles grant actions; a route without one cannot be declared.
public enum Action {
  /// Open to everyone who reaches the server: health, version.
  PUBLIC(Scope.PUBLIC, "public"),

  WORKSPACES_READ(Scope.WORKSPACE, "read"),
  WORKSPACES_WRITE(Scope.WORKSPACE, "write"),
  WORKSPACES_DELETE(Scope.WORKSPACE, "delete"),
  WORKSPACES_LIST(Scope.SERVER, "workspaces/read"),
  /// Makes a workspace by a template of ARM.
  WORKSPACES_DEPLOY(Scope.SERVER, "workspaces/write"),
  OPERATIONS_READ(Scope.SERVER, "operations/read"),
  REGISTRIES_READ(Scope.REGISTRY, "read"),
  REGISTRIES_WRITE(Scope.REGISTRY, "write"),
  REGISTRIES_DELETE(Scope.REGISTRY, "delete"),
  REGISTRIES_LIST(Scope.SERVER, "registries/read"),

  DATASTORES_READ(Scope.WORKSPACE, "datastores/read"),
  DATASTORES_WRITE(Scope.WORKSPACE, "datastores/write"),
  DATASTORES_DELETE(Scope.WORKSPACE, "datastores/delete"),
  DATASTORES_LIST_SECRETS(Scope.WORKSPACE, "datastores/listSecrets/action"),
  BLOBS_READ(Scope.WORKSPACE, "datastores/blobs/read"),
  BLOBS_WRITE(Scope.WORKSPACE, "datastores/blobs/write"),
  BLOBS_DELETE(Scope.WORKSPACE, "datastores/blobs/delete"),

  DATA_READ(Scope.WORKSPACE, "data/read"),
  DATA_WRITE(Scope.WORKSPACE, "data/write"),
  DATA_DELETE(Scope.WORKSPACE, "data/delete"),
  DATA_VERSIONS_READ(Scope.WORKSPACE, "data/versions/read"),
  DATA_VERSIONS_WRITE(Scope.WORKSPACE, "data/versions/write"),
  DATA_VERSIONS_DELETE(Scope.WORKSPACE, "data/versions/delete"),

  EXPERIMENTS_READ(Scope.WORKSPACE, "experiments/read"),
  EXPERIMENTS_WRITE(Scope.WORKSPACE, "experiments/write"),
  EXPERIMENTS_DELETE(Scope.WORKSPACE, "experiments/delete"),
  RUNS_READ(Scope.WORKSPACE, "experiments/runs/read"),
  RUNS_WRITE(Scope.WORKSPACE, "experiments/runs/write"),
  RUNS_DELETE(Scope.WORKSPACE, "experiments/runs/delete"),
  ARTIFACTS_READ(Scope.WORKSPACE, "experiments/runs/artifacts/read"),
  ARTIFACTS_WRITE(Scope.WORKSPACE, "experiments/runs/artifacts/write"),
  ARTIFACTS_DELETE(Scope.WORKSPACE, "experiments/runs/artifacts/delete"),
  LOGGED_MODELS_READ(Scope.WORKSPACE, "experiments/models/read"),
  LOGGED_MODELS_WRITE(Scope.WORKSPACE, "experiments/models/write"),
  LOGGED_MODELS_DELETE(Scope.WORKSPACE, "experiments/models/delete"),

  TRACES_READ(Scope.WORKSPACE, "experiments/traces/read"),
  TRACES_WRITE(Scope.WORKSPACE, "experiments/traces/write"),
  TRACES_DELETE(Scope.WORKSPACE, "experiments/traces/delete"),
  EVALUATION_READ(Scope.WORKSPACE, "experiments/evaluation/read"),
  EVALUATION_WRITE(Scope.WORKSPACE, "experiments/evaluation/write"),

  MODELS_READ(Scope.WORKSPACE, "models/read"),
  MODELS_WRITE(Scope.WORKSPACE, "models/write"),
  MODELS_DELETE(Scope.WORKSPACE, "models/delete"),
  MODEL_VERSIONS_READ(Scope.WORKSPACE, "models/versions/read"),
  MODEL_VERSIONS_WRITE(Scope.WORKSPACE, "models/versions/write"),
  MODEL_VERSIONS_DELETE(Scope.WORKSPACE, "models/versions/delete"),

  ENVIRONMENTS_READ(Scope.WORKSPACE, "environments/read"),
  ENVIRONMENTS_WRITE(Scope.WORKSPACE, "environments/write"),
  ENVIRONMENTS_DELETE(Scope.WORKSPACE, "environments/delete"),
  COMPONENTS_READ(Scope.WORKSPACE, "components/read"),
  COMPONENTS_WRITE(Scope.WORKSPACE, "components/write"),
  COMPONENTS_DELETE(Scope.WORKSPACE, "components/delete"),
  CODES_READ(Scope.WORKSPACE, "codes/read"),
  CODES_WRITE(Scope.WORKSPACE, "codes/write"),
  CODES_DELETE(Scope.WORKSPACE, "codes/delete"),
  REGISTRY_ASSETS_READ(Scope.REGISTRY, "assets/read"),
  REGISTRY_ASSETS_WRITE(Scope.REGISTRY, "assets/write"),
  REGISTRY_ASSETS_DELETE(Scope.REGISTRY, "assets/delete"),

  JOBS_READ(Scope.WORKSPACE, "jobs/read"),
  JOBS_WRITE(Scope.WORKSPACE, "jobs/write"),
  JOBS_DELETE(Scope.WORKSPACE, "jobs/delete"),
  JOBS_CANCEL(Scope.WORKSPACE, "jobs/cancel/action"),
  /// The process of a job says what it does; it shows the token of its attempt.
  JOBS_REPORT(Scope.WORKSPACE, "jobs/report/action"),
  /// The log of a job under its secret address, which stands for a login.
  JOB_LOGS_READ(Scope.WORKSPACE, "jobs/logs/read"),

  ONLINE_ENDPOINTS_READ(Scope.WORKSPACE, "onlineEndpoints/read"),
  ONLINE_ENDPOINTS_WRITE(Scope.WORKSPACE, "onlineEndpoints/write"),
  ONLINE_ENDPOINTS_DELETE(Scope.WORKSPACE, "onlineEndpoints/delete"),
  ONLINE_ENDPOINTS_LIST_KEYS(Scope.WORKSPACE, "onlineEndpoints/listKeys/action"),
  ONLINE_ENDPOINTS_REGENERATE_KEYS(Scope.WORKSPACE, "onlineEndpoints/regenerateKeys/action"),
  ONLINE_ENDPOINTS_TOKEN(Scope.WORKSPACE, "onlineEndpoints/token/action"),
  /// Guarded by the endpoint's own keys.
  ONLINE_ENDPOINTS_SCORE(Scope.WORKSPACE, "onlineEndpoints/score/action"),
  ONLINE_DEPLOYMENTS_READ(Scope.WORKSPACE, "onlineEndpoints/deployments/read"),
  ONLINE_DEPLOYMENTS_WRITE(Scope.WORKSPACE, "onlineEndpoints/deployments/write"),
  ONLINE_DEPLOYMENTS_DELETE(Scope.WORKSPACE, "onlineEndpoints/deployments/delete"),
  ONLINE_DEPLOYMENTS_GET_LOGS(Scope.WORKSPACE, "onlineEndpoints/deployments/getLogs/action"),

  /// Which principals may sign on.
  SIGN_ON_READ(Scope.SERVER, "signOn/read"),
  /// Making and removing principals and their secrets.
  SIGN_ON_WRITE(Scope.SERVER, "signOn/write"),
  CERTIFICATES_READ(Scope.SERVER, "certificates/read"),
  CERTIFICATES_WRITE(Scope.SERVER, "certificates/write"),

  BATCH_ENDPOINTS_READ(Scope.WORKSPACE, "batchEndpoints/read"),
  BATCH_ENDPOINTS_WRITE(Scope.WORKSPACE, "batchEndpoints/write"),
  BATCH_ENDPOINTS_DELETE(Scope.WORKSPACE, "batchEndpoints/delete"),
  BATCH_DEPLOYMENTS_READ(Scope.WORKSPACE, "batchEndpoints/deployments/read"),
  BATCH_DEPLOYMENTS_WRITE(Scope.WORKSPACE, "batchEndpoints/deployments/write"),
  BATCH_DEPLOYMENTS_DELETE(Scope.WORKSPACE, "batchEndpoints/deployments/delete"),
  BATCH_JOBS_READ(Scope.WORKSPACE, "batchEndpoints/jobs/read"),
  BATCH_JOBS_WRITE(Scope.WORKSPACE, "batchEndpoints/jobs/write"),

  METRICS_READ(Scope.SERVER, "metrics/read");

  private final Scope scope;
  private final String title;

  Action(Scope scope, String word) {
    this.scope = scope;
    this.title = scope.prefix + word;
  }

  /// What an action reaches; a role is granted on one of these.
  public enum Scope {
    PUBLIC(""),
    WORKSPACE("Microsoft.MachineLearningServices/workspaces/"),
    REGISTRY("Microsoft.MachineLearningServices/registries/"),
    SERVER("Lazuli/server/");

    private final String prefix;

    Scope(String prefix) {
      this.prefix = prefix;
    }
  }

  /// The action of workspaces that has Azure's word.
  ///
  /// @param word below the workspace, such as `environments/read`
  /// @throws IllegalStateException when none has: add it to the list
  public static Action inWorkspace(String word) {
    for (Action action : values()) {
      if (action.scope == Scope.WORKSPACE && action.title.equals(Scope.WORKSPACE.prefix + word)) {
        return action;
      }
    }
    throw new IllegalStateException("no action is called " + word);
  }

  /// What it reaches.
  public Scope scope() {
    return scope;
  }

  /// Azure's word for it, such as `Microsoft.MachineLearningServices/workspaces/jobs/write`.
  public String title() {
    return title;
  }

  /// Whether the thing itself names its callers, by a key, token or secret of its own: no role is
  /// asked for.
  public boolean hasOwnKey() {
    return this == ONLINE_ENDPOINTS_SCORE || this == JOBS_REPORT || this == JOB_LOGS_READ;
  }
}
