-- Files that go out with replies: with the draft while it is written, then until the provider has had them for a month.
CREATE TABLE attached (
  id            TEXT    NOT NULL PRIMARY KEY,
  request_id    TEXT    NOT NULL,
  author_id     TEXT    NOT NULL,
  -- the reply that it went with; nothing while that is a draft
  op_id         TEXT,
  name          TEXT    NOT NULL,
  content_type  TEXT    NOT NULL,
  sha1_base64   TEXT    NOT NULL,
  bytes         BLOB    NOT NULL,
  -- RFC 3339, UTC
  added_at      TEXT    NOT NULL
) STRICT;

CREATE INDEX attached_request ON attached (request_id, author_id);

CREATE TRIGGER attached_frozen BEFORE UPDATE OF id, request_id, author_id, name, content_type, sha1_base64, bytes ON attached
BEGIN SELECT RAISE (ABORT, 'a file never changes'); END;

-- A decision names its files by their ids, which are UUIDs.
CREATE TRIGGER attached_kept BEFORE DELETE ON attached
WHEN EXISTS (SELECT 1 FROM op WHERE request_id = OLD.request_id AND state NOT IN ('settled', 'withdrawn', 'superseded')
             AND instr(payload, OLD.id) > 0)
BEGIN SELECT RAISE (ABORT, 'a file of a live decision is never deleted'); END;
