-- What every other row belongs to: a workspace or a registry of this server.
CREATE TABLE owners (
  id ${identity},
  -- workspace or registry
  kind TEXT NOT NULL,
  subscription TEXT NOT NULL,
  resource_group TEXT NOT NULL,
  name TEXT NOT NULL,
  -- the id that clients see
  guid TEXT NOT NULL,
  location TEXT NOT NULL,
  display_name TEXT NOT NULL,
  description TEXT NOT NULL,
  -- an object of strings, as JSON
  tags TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  modified_by TEXT NOT NULL,
  modified_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX owners_name
  ON owners (kind, LOWER(subscription), LOWER(resource_group), LOWER(name));

-- What has happened, in order; written in the transaction of the change itself.
-- An owner that is gone leaves its events.
CREATE TABLE events (
  id ${identity},
  owner_id BIGINT NOT NULL,
  caller TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  content TEXT NOT NULL,
  created_ms BIGINT NOT NULL
);

-- How far those have come who read events; and, as 'removed', up to where they are no longer kept.
CREATE TABLE event_readers (
  name TEXT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);
