-- Assets by kind and name: environments, components, code.
CREATE TABLE asset_containers (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  -- environment, component, code
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  -- objects of strings, as JSON
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  anonymous INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  -- the version made last; empty when there is none
  latest_version TEXT NOT NULL,
  -- what the next version is called when nobody says
  next_version BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  modified_by TEXT NOT NULL,
  modified_ms BIGINT NOT NULL,
  UNIQUE (owner_id, kind, name)
);

-- Versions: what each is never changes, its labels may.
CREATE TABLE asset_versions (
  id ${identity},
  container_id BIGINT NOT NULL REFERENCES asset_containers (id),
  version TEXT NOT NULL,
  -- what it is, as JSON
  spec TEXT NOT NULL,
  -- of its files, as clients tell it
  content_hash TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  anonymous INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  modified_by TEXT NOT NULL,
  modified_ms BIGINT NOT NULL,
  UNIQUE (container_id, version)
);
CREATE INDEX asset_versions_by_hash ON asset_versions (content_hash);
