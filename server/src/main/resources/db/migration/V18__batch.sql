-- Batch endpoints: names under which a deployment scores files.
CREATE TABLE batch_endpoints (
  owner_id           BIGINT NOT NULL REFERENCES owners (id),
  name               TEXT NOT NULL,
  -- empty when none is the default
  default_deployment TEXT NOT NULL,
  -- the resource as the wire has it
  content            TEXT NOT NULL,
  created_ms         BIGINT NOT NULL,
  modified_ms        BIGINT NOT NULL,
  PRIMARY KEY (owner_id, name)
);

CREATE TABLE batch_deployments (
  owner_id      BIGINT NOT NULL REFERENCES owners (id),
  endpoint_name TEXT NOT NULL,
  name          TEXT NOT NULL,
  content       TEXT NOT NULL,
  created_ms    BIGINT NOT NULL,
  modified_ms   BIGINT NOT NULL,
  PRIMARY KEY (owner_id, endpoint_name, name)
);
