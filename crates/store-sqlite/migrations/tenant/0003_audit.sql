-- The audit log: records as they were committed, what they are found by, their places in the tree, the tree.
-- All records of one commit are one row: see crates/store-sql/src/audit/batch.rs for what `body` holds.
CREATE TABLE audit_batch (
    number INTEGER PRIMARY KEY,
    records INTEGER NOT NULL CHECK (records > 0),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    terms TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- The index: each value that some record of a batch has in a field, once. It is written when the batch gets its
-- place.
CREATE TABLE audit_term (
    field INTEGER NOT NULL,
    value TEXT NOT NULL,
    batch INTEGER NOT NULL REFERENCES audit_batch (number),
    PRIMARY KEY (field, value, batch)
) STRICT, WITHOUT ROWID;

-- A batch's place is a row of its own, so that nothing ever has to change the records.
CREATE TABLE audit_place (
    first_leaf INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL UNIQUE REFERENCES audit_batch (number),
    -- Its earliest and its latest record's moments, again: searches pass many places over.
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;

-- The hashes of the tree, 256 of 32 bytes to a row.
CREATE TABLE audit_tile (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    checkpoint TEXT NOT NULL
) STRICT;
INSERT INTO audit_state (id, size, batch, checkpoint) VALUES (1, 0, 0, '');

CREATE TRIGGER audit_batch_is_not_changed BEFORE UPDATE ON audit_batch
BEGIN SELECT RAISE(ABORT, 'audit records are not changed'); END;
CREATE TRIGGER audit_batch_is_not_deleted BEFORE DELETE ON audit_batch
BEGIN SELECT RAISE(ABORT, 'audit records are not deleted'); END;
CREATE TRIGGER audit_term_is_not_changed BEFORE UPDATE ON audit_term
BEGIN SELECT RAISE(ABORT, 'what records are found by is not changed'); END;
CREATE TRIGGER audit_term_is_not_deleted BEFORE DELETE ON audit_term
BEGIN SELECT RAISE(ABORT, 'what records are found by is not deleted'); END;
CREATE TRIGGER audit_place_is_not_changed BEFORE UPDATE ON audit_place
BEGIN SELECT RAISE(ABORT, 'places in the tree are not changed'); END;
CREATE TRIGGER audit_place_is_not_deleted BEFORE DELETE ON audit_place
BEGIN SELECT RAISE(ABORT, 'places in the tree are not deleted'); END;
CREATE TRIGGER audit_tile_only_grows BEFORE UPDATE ON audit_tile
    WHEN OLD.level <> NEW.level OR OLD.position <> NEW.position
        OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
BEGIN SELECT RAISE(ABORT, 'hashes of the tree are not changed'); END;
CREATE TRIGGER audit_tile_is_not_deleted BEFORE DELETE ON audit_tile
BEGIN SELECT RAISE(ABORT, 'hashes of the tree are not deleted'); END;
CREATE TRIGGER audit_state_is_not_deleted BEFORE DELETE ON audit_state
BEGIN SELECT RAISE(ABORT, 'the state of the tree is not deleted'); END;
