-- The jobs; a job's name is also the id of its MLflow run.
CREATE TABLE jobs (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  name TEXT NOT NULL,
  -- AutoML, Command, Sweep, Pipeline ...: Azure's word
  type TEXT NOT NULL,
  -- the job that this one is a step or trial of; empty for none
  parent_name TEXT NOT NULL,
  -- the queue that it waits in
  compute TEXT NOT NULL,
  experiment TEXT NOT NULL,
  display_name TEXT NOT NULL,
  description TEXT NOT NULL,
  -- objects of strings, as JSON
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  archived INTEGER NOT NULL,
  -- what it does, as JSON in one fixed order of keys; never changes
  spec TEXT NOT NULL,
  -- by name, where each lies, as JSON
  outputs TEXT NOT NULL,
  -- part of the address of its log, which is read without a header
  log_secret TEXT NOT NULL,
  state TEXT NOT NULL,
  state_ms BIGINT NOT NULL,
  -- the fencing token: what an older attempt still writes is refused
  attempt INTEGER NOT NULL,
  token_sha256 TEXT,
  runner TEXT,
  lease_until_ms BIGINT,
  -- what its compute calls the process
  handle TEXT,
  error_code TEXT,
  error_message TEXT,
  created_ms BIGINT NOT NULL,
  started_ms BIGINT,
  ended_ms BIGINT
);
CREATE UNIQUE INDEX jobs_name ON jobs (owner_id, name);
CREATE INDEX jobs_created ON jobs (owner_id, created_ms, id);
CREATE INDEX jobs_parent ON jobs (owner_id, parent_name, id);
CREATE INDEX jobs_state ON jobs (state);
