CREATE TABLE IF NOT EXISTS resource (
  key          INTEGER PRIMARY KEY,
  type         TEXT    NOT NULL, -- FHIR resource type
  id           TEXT    NOT NULL, -- logical id, unique within its type
  version      INTEGER NOT NULL, -- newest row of `version` for this key
  last_updated INTEGER NOT NULL, -- ms since 1970, strictly increasing over the whole store
  deleted      INTEGER NOT NULL, -- 1 after a delete until the next update
  practice     TEXT    NOT NULL, -- ODS code of the practice that may see it; empty: everybody
  UNIQUE (type, id)
) STRICT;
CREATE INDEX IF NOT EXISTS resource_by_change ON resource (type, last_updated);

CREATE TABLE IF NOT EXISTS version (
  key          INTEGER NOT NULL, -- resource.key
  version      INTEGER NOT NULL, -- 1, 2, 3, …
  last_updated INTEGER NOT NULL, -- ms since 1970
  method       TEXT    NOT NULL, -- POST, PUT or DELETE
  body         TEXT    NOT NULL, -- JSON as answered; empty for a delete
  PRIMARY KEY (key, version)
) STRICT;
CREATE INDEX IF NOT EXISTS version_by_change ON version (last_updated);

-- Codes, identifiers and references of current versions, for search.
CREATE TABLE IF NOT EXISTS token (
  key    INTEGER NOT NULL, -- resource.key
  type   TEXT    NOT NULL, -- resource.type
  param  TEXT    NOT NULL, -- search parameter
  system TEXT    NOT NULL, -- code system, identifier system or referenced type; may be empty
  value  TEXT    NOT NULL  -- code, identifier value or referenced id
) STRICT;
CREATE INDEX IF NOT EXISTS token_by_value ON token (type, param, value, system, key);
CREATE INDEX IF NOT EXISTS token_by_key ON token (key, param);

-- Dates and periods of current versions, for search.
CREATE TABLE IF NOT EXISTS moment (
  key   INTEGER NOT NULL, -- resource.key
  type  TEXT    NOT NULL, -- resource.type
  param TEXT    NOT NULL, -- search parameter
  low   INTEGER NOT NULL, -- first ms that the value covers
  high  INTEGER NOT NULL  -- last ms that the value covers
) STRICT;
CREATE INDEX IF NOT EXISTS moment_by_key ON moment (key, param);

-- Messages on their way to and from patients.
CREATE TABLE IF NOT EXISTS dispatch (
  request_id  TEXT    NOT NULL PRIMARY KEY, -- CommunicationRequest.id
  accepted_ms INTEGER NOT NULL,             -- when the request was stored
  stage       TEXT    NOT NULL,             -- deliver, answer or done
  due_ms      INTEGER NOT NULL              -- when the stage happens
) STRICT;

-- Sign-in: hashes only, so that a copy of the file opens no door.
CREATE TABLE IF NOT EXISTS sign_in_code (
  code_hash    TEXT    NOT NULL PRIMARY KEY,
  family       TEXT    NOT NULL, -- tokens issued from this sign-in
  staff_id     TEXT    NOT NULL, -- SDS user id
  redirect_uri TEXT    NOT NULL,
  challenge    TEXT    NOT NULL, -- PKCE S256 challenge
  scope        TEXT    NOT NULL,
  expires_ms   INTEGER NOT NULL,
  used         INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sign_in_token (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  family     TEXT    NOT NULL,
  kind       TEXT    NOT NULL, -- access or refresh
  staff_id   TEXT    NOT NULL,
  scope      TEXT    NOT NULL,
  expires_ms INTEGER NOT NULL,
  used       INTEGER NOT NULL  -- 1: a refresh token that was exchanged
) STRICT;
CREATE INDEX IF NOT EXISTS sign_in_token_by_family ON sign_in_token (family);

CREATE TABLE IF NOT EXISTS setting (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
