-- Datastores that people have made, beside those that every workspace has.
CREATE TABLE datastores (
  owner_id     BIGINT NOT NULL REFERENCES owners (id),
  name         TEXT NOT NULL,
  type         TEXT NOT NULL,
  account      TEXT NOT NULL,
  container    TEXT NOT NULL,
  endpoint     TEXT NOT NULL,
  protocol     TEXT NOT NULL,
  credentials  TEXT NOT NULL,
  -- an object of secrets, sealed
  sealed       TEXT NOT NULL,
  description  TEXT NOT NULL,
  -- objects of strings, as JSON
  tags         TEXT NOT NULL,
  properties   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  created_ms   BIGINT NOT NULL,
  PRIMARY KEY (owner_id, name)
);
