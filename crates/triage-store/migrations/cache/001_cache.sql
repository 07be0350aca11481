-- The rebuildable file: what the provider sent, as it sent it, and what is derived from that. Written only by answers of
-- the provider.

-- An ordinary table: bodies of a few thousand bytes stay on the row's own page, which a WITHOUT ROWID table would spill.
CREATE TABLE resource (
  rid           INTEGER NOT NULL PRIMARY KEY,
  type          TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  version       TEXT    NOT NULL,
  -- verbatim
  last_updated  TEXT    NOT NULL,
  -- SHA-256 of body
  content       TEXT    NOT NULL,
  -- the JSON as received
  body          TEXT    NOT NULL,
  UNIQUE (type, id)
) STRICT;

-- Which resources belong to which request.
CREATE TABLE link (
  task_id       TEXT    NOT NULL,
  type          TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  PRIMARY KEY (task_id, type, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_back ON link (type, id);

-- One row for each request that lists need, derived from its resources.
CREATE TABLE summary (
  sid           INTEGER NOT NULL PRIMARY KEY,
  task_id       TEXT    NOT NULL UNIQUE,
  body          TEXT    NOT NULL
) STRICT;

CREATE TABLE cursor (
  scope         TEXT    NOT NULL PRIMARY KEY,
  high_water    TEXT,
  resume_from   TEXT
) STRICT;

-- What arrived and could not be read, until a readable version arrives.
CREATE TABLE unreadable (
  reference     TEXT    NOT NULL,
  problem       TEXT    NOT NULL,
  -- the request it belongs to, where that is known
  task_id       TEXT,
  seen_at       TEXT    NOT NULL,
  PRIMARY KEY (reference, problem)
) STRICT;

CREATE TABLE attachment (
  id            TEXT    NOT NULL PRIMARY KEY,
  content_type  TEXT    NOT NULL,
  bytes         BLOB    NOT NULL
) STRICT;

CREATE TABLE fact (
  name          TEXT    NOT NULL PRIMARY KEY,
  -- JSON
  value         TEXT    NOT NULL
) STRICT;
