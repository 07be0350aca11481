-- Finding out what was lost: who writes, and which numbers are missing. Adds only.

-- Counts the openings of this profile. A program that finds another number than its own writes nothing more.
ALTER TABLE device ADD COLUMN sender_generation INTEGER NOT NULL DEFAULT 0;

-- Numbers of decisions that were taken on this device and are not in `op`, first and last of each row.
CREATE TABLE gap (
  first         INTEGER NOT NULL PRIMARY KEY,
  last          INTEGER NOT NULL,
  -- RFC 3339, UTC
  found_at      TEXT    NOT NULL
) STRICT;

-- A provider that was restored from a backup may no longer have what it once proved to have.
DROP TRIGGER op_final;
CREATE TRIGGER op_final BEFORE UPDATE OF state ON op
WHEN OLD.state IN ('settled', 'withdrawn', 'superseded') AND NEW.state <> OLD.state
  AND NOT (OLD.state = 'settled' AND NEW.state = 'lost_on_server')
BEGIN SELECT RAISE (ABORT, 'a final decision does not come back'); END;
