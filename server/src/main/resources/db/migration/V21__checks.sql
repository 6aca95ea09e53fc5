-- A text sealed with the key of the home folder: it tells whether a key is the right one.
CREATE TABLE secret_checks (
  id INTEGER PRIMARY KEY,
  sealed TEXT NOT NULL
);

-- What each blob must hold. The hash is written before the content: after a crash between the two
-- the content is still the one of before.
CREATE TABLE blob_hashes (
  container TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  before_sha256 TEXT NOT NULL,
  PRIMARY KEY (container, path)
) ${clustered};
