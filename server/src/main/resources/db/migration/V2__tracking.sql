-- Experiments, runs and what is logged to them. A run belongs to the workspace of its experiment.
CREATE TABLE experiments (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  artifact_location TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (owner_id, number),
  UNIQUE (owner_id, name)
);

CREATE TABLE experiment_tags (
  experiment_key BIGINT NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (experiment_key, name)
) ${clustered};

CREATE TABLE runs (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  experiment_key BIGINT NOT NULL REFERENCES experiments (id),
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  start_ms BIGINT NOT NULL,
  end_ms BIGINT,
  artifact_uri TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  deleted_ms BIGINT,
  UNIQUE (owner_id, run_id)
);
CREATE INDEX runs_recent ON runs (experiment_key, deleted, start_ms DESC, run_id);

-- Metric keys as numbers, so that a point is small.
CREATE TABLE metric_names (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  name TEXT NOT NULL,
  UNIQUE (owner_id, name)
);

-- Every point, in the order of a history; a point logged twice is one point. NaN is value 0, is_nan 1.
CREATE TABLE metrics (
  run_key BIGINT NOT NULL,
  metric_key BIGINT NOT NULL,
  time_ms BIGINT NOT NULL,
  step BIGINT NOT NULL,
  value ${double} NOT NULL,
  is_nan INTEGER NOT NULL,
  PRIMARY KEY (run_key, metric_key, time_ms, step, value, is_nan)
) ${clustered};

-- The latest point of each metric of each run; the index orders the runs of an experiment by it.
CREATE TABLE latest_metrics (
  run_key BIGINT NOT NULL,
  metric_key BIGINT NOT NULL,
  experiment_key BIGINT NOT NULL,
  time_ms BIGINT NOT NULL,
  step BIGINT NOT NULL,
  value ${double} NOT NULL,
  is_nan INTEGER NOT NULL,
  PRIMARY KEY (run_key, metric_key)
) ${clustered};
CREATE INDEX latest_metrics_by_value
  ON latest_metrics (experiment_key, metric_key, is_nan, value, run_key);

CREATE TABLE run_params (
  run_key BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_key, name)
) ${clustered};
CREATE INDEX run_params_by_value ON run_params (name, SUBSTR(value, 1, 100), run_key);

CREATE TABLE run_tags (
  run_key BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_key, name)
) ${clustered};
CREATE INDEX run_tags_by_value ON run_tags (name, SUBSTR(value, 1, 100), run_key);

-- The data that runs of an experiment have read.
CREATE TABLE run_datasets (
  id ${identity},
  experiment_key BIGINT NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  source_type TEXT NOT NULL,
  source TEXT NOT NULL,
  schema_json TEXT,
  profile_json TEXT,
  UNIQUE (experiment_key, name, digest)
);

CREATE TABLE run_inputs (
  run_key BIGINT NOT NULL,
  dataset_key BIGINT NOT NULL REFERENCES run_datasets (id),
  context TEXT,
  tags_json TEXT NOT NULL,
  PRIMARY KEY (run_key, dataset_key)
) ${clustered};
CREATE INDEX run_inputs_by_dataset ON run_inputs (dataset_key);

-- Logged models that a run has read (direction 'input') or made (direction 'output').
CREATE TABLE run_models (
  run_key BIGINT NOT NULL,
  direction TEXT NOT NULL,
  model_id TEXT NOT NULL,
  step BIGINT NOT NULL,
  PRIMARY KEY (run_key, direction, model_id, step)
) ${clustered};

CREATE TABLE logged_models (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  experiment_key BIGINT NOT NULL REFERENCES experiments (id),
  model_id TEXT NOT NULL,
  name TEXT NOT NULL,
  artifact_uri TEXT NOT NULL,
  status TEXT NOT NULL,
  status_message TEXT,
  model_type TEXT,
  source_run_id TEXT,
  deleted INTEGER NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (owner_id, model_id)
);
CREATE INDEX logged_models_recent ON logged_models (experiment_key, deleted, created_ms DESC);

CREATE TABLE logged_model_params (
  model_key BIGINT NOT NULL REFERENCES logged_models (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model_key, name)
) ${clustered};

CREATE TABLE logged_model_tags (
  model_key BIGINT NOT NULL REFERENCES logged_models (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model_key, name)
) ${clustered};

CREATE TABLE logged_model_metrics (
  model_key BIGINT NOT NULL REFERENCES logged_models (id),
  metric_key BIGINT NOT NULL,
  dataset_name TEXT NOT NULL,
  dataset_digest TEXT NOT NULL,
  run_id TEXT NOT NULL,
  time_ms BIGINT NOT NULL,
  step BIGINT NOT NULL,
  value ${double} NOT NULL,
  is_nan INTEGER NOT NULL,
  PRIMARY KEY (model_key, metric_key, dataset_name, dataset_digest, run_id, time_ms, step, value, is_nan)
) ${clustered};
