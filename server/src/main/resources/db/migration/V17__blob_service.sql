-- Containers that clients of the Blob service have made; those of datastores need no row.
CREATE TABLE blob_containers (
  name       TEXT PRIMARY KEY,
  metadata   TEXT NOT NULL,
  etag       TEXT NOT NULL,
  changed_ms BIGINT NOT NULL
);

-- What those clients said of blobs: types, metadata, tags, blocks.
CREATE TABLE blob_records (
  container TEXT NOT NULL,
  path      TEXT NOT NULL,
  content   TEXT NOT NULL,
  PRIMARY KEY (container, path)
);
