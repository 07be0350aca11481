-- How far the provider's own list of deletions was taken in, so that none is missed when the program ends in between.

-- RFC 3339; with the requests only
ALTER TABLE cursor ADD COLUMN removals_from TEXT;
