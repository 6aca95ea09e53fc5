-- Traces of applications: what each request did, in spans, and what people and judges say of it.
CREATE TABLE traces (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  experiment_key BIGINT NOT NULL REFERENCES experiments (id),
  trace_id TEXT NOT NULL,
  client_request_id TEXT NOT NULL,
  -- IN_PROGRESS, OK, ERROR or STATE_UNSPECIFIED
  state TEXT NOT NULL,
  -- 1 when a client has told how the trace ended; spans that come later change nothing of it
  told INTEGER NOT NULL,
  request_ms BIGINT NOT NULL,
  duration_ms BIGINT,
  request_preview TEXT NOT NULL,
  response_preview TEXT NOT NULL,
  UNIQUE (owner_id, trace_id)
);
CREATE INDEX traces_recent ON traces (experiment_key, request_ms DESC, id);

CREATE TABLE trace_tags (
  trace_key BIGINT NOT NULL REFERENCES traces (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (trace_key, name)
) ${clustered};
CREATE INDEX trace_tags_by_value ON trace_tags (name, SUBSTR(value, 1, 100), trace_key);

CREATE TABLE trace_metadata (
  trace_key BIGINT NOT NULL REFERENCES traces (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (trace_key, name)
) ${clustered};
CREATE INDEX trace_metadata_by_value ON trace_metadata (name, SUBSTR(value, 1, 100), trace_key);

-- The content of a span is OpenTelemetry's, as JSON.
CREATE TABLE trace_spans (
  trace_key BIGINT NOT NULL REFERENCES traces (id),
  span_id TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  span_type TEXT NOT NULL,
  status TEXT NOT NULL,
  start_ns BIGINT NOT NULL,
  end_ns BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (trace_key, span_id)
) ${clustered};

-- What was said of a trace: feedback or what was expected; the content is MLflow's, as JSON.
CREATE TABLE trace_assessments (
  id ${identity},
  trace_key BIGINT NOT NULL REFERENCES traces (id),
  assessment_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  overrides TEXT NOT NULL,
  valid INTEGER NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (trace_key, assessment_id)
);
CREATE INDEX trace_assessments_by_name ON trace_assessments (kind, name, trace_key);

CREATE TABLE trace_runs (
  trace_key BIGINT NOT NULL REFERENCES traces (id),
  run_id TEXT NOT NULL,
  PRIMARY KEY (trace_key, run_id)
) ${clustered};
CREATE INDEX trace_runs_by_run ON trace_runs (run_id);
