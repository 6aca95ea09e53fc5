-- Sets of questions with what is expected of the answers, by which applications are judged.
CREATE TABLE evaluation_sets (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  dataset_id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- an object of strings, as JSON
  tags TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (owner_id, dataset_id)
);
CREATE INDEX evaluation_sets_by_name ON evaluation_sets (owner_id, name);

CREATE TABLE evaluation_set_experiments (
  set_key BIGINT NOT NULL REFERENCES evaluation_sets (id),
  experiment_id TEXT NOT NULL,
  PRIMARY KEY (set_key, experiment_id)
) ${clustered};
CREATE INDEX evaluation_sets_of_experiment ON evaluation_set_experiments (experiment_id);

-- One question of a set: two with equal inputs are one.
CREATE TABLE evaluation_records (
  id ${identity},
  set_key BIGINT NOT NULL REFERENCES evaluation_sets (id),
  record_id TEXT NOT NULL,
  inputs_sha256 TEXT NOT NULL,
  -- the record as MLflow's clients read it, as JSON
  content TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (set_key, inputs_sha256),
  UNIQUE (set_key, record_id)
);

-- Versions of the judges that an experiment uses.
CREATE TABLE scorers (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  experiment_key BIGINT NOT NULL REFERENCES experiments (id),
  scorer_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version BIGINT NOT NULL,
  content TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  UNIQUE (experiment_key, name, version)
);
