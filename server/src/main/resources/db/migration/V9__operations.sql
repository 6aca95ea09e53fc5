-- What takes longer than a request: clients ask how it goes under its id.
CREATE TABLE operations (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id BIGINT NOT NULL,
  -- path below the owner of what is worked on
  subject TEXT NOT NULL,
  -- InProgress, Succeeded, Failed
  status TEXT NOT NULL,
  error_code TEXT NOT NULL,
  error_message TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_ms BIGINT NOT NULL,
  ended_ms BIGINT
);
