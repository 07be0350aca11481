-- The precious file: decisions on their way, every attempt, the record of who did what. Nothing here can be fetched again.

CREATE TABLE device (
  -- exactly one row
  only_row      INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  device_id     TEXT    NOT NULL,
  next_seq      INTEGER NOT NULL
) STRICT;

CREATE TABLE op (
  op_id         TEXT    NOT NULL PRIMARY KEY,
  -- counts this device's decisions; a gap means that one was lost
  seq           INTEGER NOT NULL UNIQUE,
  request_id    TEXT    NOT NULL,
  kind          TEXT    NOT NULL,
  -- version of the payload's form, for reading what an older program wrote
  kind_v        INTEGER NOT NULL,
  -- JSON of the decision; frozen once it is no longer queued
  payload       TEXT    NOT NULL,
  payload_sha   TEXT    NOT NULL,
  -- JSON of what the person saw: explains the decision even when the cache is gone
  basis         TEXT    NOT NULL,
  author_id     TEXT    NOT NULL,
  author_name   TEXT    NOT NULL,
  author_role   TEXT    NOT NULL,
  -- RFC 3339, UTC
  decided_at    TEXT    NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('queued', 'sealed', 'inflight', 'unknown', 'acked', 'settled',
                                                  'conflict', 'rejected', 'parked', 'withdrawn', 'superseded',
                                                  'lost_on_server')),
  if_match      TEXT    NOT NULL,
  rebase_generation INTEGER NOT NULL DEFAULT 0,
  attempts      INTEGER NOT NULL DEFAULT 0,
  ack_version   TEXT,
  acked_at      TEXT,
  -- JSON: why it does not go on by itself
  stuck         TEXT,
  -- JSON: what is on the provider now, and who changed it
  conflict      TEXT,
  -- JSON: what a person decided about it
  resolution    TEXT,
  supersedes    TEXT    REFERENCES op (op_id)
) STRICT;

CREATE INDEX op_live ON op (seq) WHERE state NOT IN ('settled', 'withdrawn', 'superseded');
CREATE INDEX op_request ON op (request_id, seq);
CREATE INDEX op_acked ON op (acked_at) WHERE acked_at IS NOT NULL;

CREATE TRIGGER op_frozen BEFORE UPDATE OF payload, payload_sha, op_id, seq, request_id, kind, author_id, basis, decided_at ON op
WHEN OLD.payload <> NEW.payload OR OLD.payload_sha <> NEW.payload_sha OR OLD.op_id <> NEW.op_id OR OLD.seq <> NEW.seq
  OR OLD.request_id <> NEW.request_id OR OLD.kind <> NEW.kind OR OLD.author_id <> NEW.author_id
  OR OLD.basis <> NEW.basis OR OLD.decided_at <> NEW.decided_at
BEGIN SELECT RAISE (ABORT, 'a decision never changes'); END;

CREATE TRIGGER op_kept BEFORE DELETE ON op
WHEN OLD.state NOT IN ('settled', 'withdrawn', 'superseded')
BEGIN SELECT RAISE (ABORT, 'a live decision is never deleted'); END;

CREATE TRIGGER op_final BEFORE UPDATE OF state ON op
WHEN OLD.state IN ('settled', 'withdrawn', 'superseded') AND NEW.state <> OLD.state
BEGIN SELECT RAISE (ABORT, 'a final decision does not come back'); END;

CREATE TABLE attempt (
  op_id         TEXT    NOT NULL REFERENCES op (op_id),
  n             INTEGER NOT NULL,
  if_match      TEXT    NOT NULL,
  started_at    TEXT    NOT NULL,
  PRIMARY KEY (op_id, n)
) STRICT;

CREATE TABLE audit (
  seq           INTEGER NOT NULL PRIMARY KEY,
  at            TEXT    NOT NULL,
  actor         TEXT    NOT NULL,
  event         TEXT    NOT NULL,
  op_id         TEXT,
  request_id    TEXT,
  -- SHA-256 over the row before and this row's fields: a changed row shows, and a missing one unless it is the last
  sha           TEXT    NOT NULL
) STRICT;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the record is only added to'); END;
CREATE TRIGGER audit_frozen BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the record is only added to'); END;

CREATE TABLE draft (
  request_id    TEXT    NOT NULL,
  author_id     TEXT    NOT NULL,
  text          TEXT    NOT NULL,
  saved_at      TEXT    NOT NULL,
  PRIMARY KEY (request_id, author_id)
) STRICT;

CREATE TABLE setting (
  name          TEXT    NOT NULL PRIMARY KEY,
  -- JSON
  value         TEXT    NOT NULL
) STRICT;
