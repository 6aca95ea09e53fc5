-- Data assets by name; all versions of one have the same type.
CREATE TABLE data_containers (
  id ${identity},
  owner_id BIGINT NOT NULL REFERENCES owners (id),
  name TEXT NOT NULL,
  data_type TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  archived INTEGER NOT NULL,
  created_ms BIGINT NOT NULL,
  modified_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX data_containers_name ON data_containers (owner_id, name);

-- Versions: what each points to never changes, its description and tags may.
CREATE TABLE data_versions (
  id ${identity},
  container_id BIGINT NOT NULL REFERENCES data_containers (id),
  version TEXT NOT NULL,
  uri TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  anonymous INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  profile TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  modified_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX data_versions_version ON data_versions (container_id, version);
