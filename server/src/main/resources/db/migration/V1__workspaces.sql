-- The workspaces of this server; every other row belongs to one.
CREATE TABLE workspaces (
  id ${identity},
  subscription TEXT NOT NULL,
  resource_group TEXT NOT NULL,
  name TEXT NOT NULL,
  workspace_uuid TEXT NOT NULL,
  created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX workspaces_name ON workspaces (LOWER(subscription), LOWER(resource_group), LOWER(name));

-- What has happened, in order; written in the transaction of the change itself.
CREATE TABLE events (
  id ${identity},
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  content TEXT NOT NULL,
  created_ms BIGINT NOT NULL
);
