-- Rows know in which state of the provider they were received, and stay as tombstones when they are deleted there.

-- counts the states of the provider: a restored server begins a new one
ALTER TABLE resource ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
-- 1 once the provider has deleted it; a page that comes late does not bring it back
ALTER TABLE resource ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
-- how far behind the high water a walk begins, where rows came in later than the usual overlap; milliseconds
ALTER TABLE cursor ADD COLUMN overlap_ms INTEGER;
