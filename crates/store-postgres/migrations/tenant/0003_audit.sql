-- The audit log: records as they were committed, what they are found by, their places in the tree, the tree.
-- All records of one commit are one row: see crates/store-sql/src/audit/batch.rs for what `body` holds.
CREATE TABLE audit_batch (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    records BIGINT NOT NULL CHECK (records > 0),
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    terms TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL
);

-- The index: each value that some record of a batch has in a field, once. It is written when the batch gets its
-- place.
CREATE TABLE audit_term (
    field BIGINT NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    batch BIGINT NOT NULL REFERENCES audit_batch (number),
    PRIMARY KEY (field, value, batch)
);

-- A batch's place is a row of its own, so that nothing ever has to change the records.
CREATE TABLE audit_place (
    first_leaf BIGINT PRIMARY KEY,
    batch BIGINT NOT NULL UNIQUE REFERENCES audit_batch (number),
    -- Its earliest and its latest record's moments, again: searches pass many places over.
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

-- The hashes of the tree, 256 of 32 bytes to a row.
CREATE TABLE audit_tile (
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hashes BYTEA NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, position)
);

CREATE TABLE audit_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    checkpoint TEXT COLLATE "C" NOT NULL
);
INSERT INTO audit_state (id, size, batch, checkpoint) VALUES (1, 0, 0, '');

-- The tenant's role may not change these either; this refuses their owner too.
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is not changed';
END
$$;
CREATE TRIGGER audit_batch_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_batch
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_term_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_term
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_place_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_place
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_tile_is_kept BEFORE DELETE OR TRUNCATE ON audit_tile
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_tile_only_grows BEFORE UPDATE ON audit_tile FOR EACH ROW
    WHEN (OLD.level <> NEW.level OR OLD.position <> NEW.position
        OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes)
    EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_state_is_kept BEFORE DELETE OR TRUNCATE ON audit_state
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
