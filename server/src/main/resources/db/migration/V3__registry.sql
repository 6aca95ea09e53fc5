-- Registered models and their versions: one store for MLflow's and Azure ML's model registry.
CREATE TABLE registered_models (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  last_version BIGINT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (owner_id, name)
);

CREATE TABLE registered_model_tags (
  model_key BIGINT NOT NULL REFERENCES registered_models (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model_key, name)
) ${clustered};

CREATE TABLE model_versions (
  id ${identity},
  model_key BIGINT NOT NULL REFERENCES registered_models (id),
  version BIGINT NOT NULL,
  description TEXT NOT NULL,
  user_id TEXT NOT NULL,
  stage TEXT NOT NULL,
  source TEXT NOT NULL,
  storage_uri TEXT NOT NULL,
  run_id TEXT NOT NULL,
  run_link TEXT NOT NULL,
  model_type TEXT NOT NULL,
  model_id TEXT NOT NULL,
  status TEXT NOT NULL,
  status_message TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (model_key, version)
);
CREATE INDEX model_versions_by_run ON model_versions (run_id);

CREATE TABLE model_version_tags (
  version_key BIGINT NOT NULL REFERENCES model_versions (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (version_key, name)
) ${clustered};

CREATE TABLE model_aliases (
  model_key BIGINT NOT NULL REFERENCES registered_models (id),
  alias TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (model_key, alias)
) ${clustered};
