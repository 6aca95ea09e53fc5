-- Online endpoints: what clients call, with two keys, encrypted.
CREATE TABLE online_endpoints (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  traffic TEXT NOT NULL,
  first_key TEXT NOT NULL,
  second_key TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (owner_id, name)
);

-- Deployments: the models behind an endpoint.
CREATE TABLE online_deployments (
  id ${identity},
  endpoint_id BIGINT NOT NULL REFERENCES online_endpoints (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  model TEXT NOT NULL,
  settings TEXT NOT NULL,
  state TEXT NOT NULL,
  failure TEXT NOT NULL,
  next_draft TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  UNIQUE (endpoint_id, name)
);
