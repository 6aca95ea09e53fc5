CREATE TABLE service_principals (
  app_id       TEXT PRIMARY KEY,
  object_id    TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  created_ms   BIGINT NOT NULL,
  created_by   TEXT NOT NULL
);

CREATE TABLE service_principal_secrets (
  app_id        TEXT NOT NULL REFERENCES service_principals (app_id),
  secret_sha256 TEXT NOT NULL,
  ends_ms       BIGINT NOT NULL,
  PRIMARY KEY (app_id, secret_sha256)
);

CREATE TABLE signing_keys (
  key_id     TEXT PRIMARY KEY,
  sealed_key TEXT NOT NULL,
  created_ms BIGINT NOT NULL
);
