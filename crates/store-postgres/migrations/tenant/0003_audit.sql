-- The audit log: records as they were committed, their places in the tree, the tree.
CREATE TABLE audit_record (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    actor_id TEXT COLLATE "C",
    actor_search TEXT COLLATE "C",
    action TEXT COLLATE "C" NOT NULL,
    object_id TEXT COLLATE "C",
    object_search TEXT COLLATE "C",
    outcome TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL
);
CREATE UNIQUE INDEX audit_record_by_id ON audit_record (id);
CREATE INDEX audit_record_by_time ON audit_record (at);
CREATE INDEX audit_record_by_actor ON audit_record (actor_id);
CREATE INDEX audit_record_by_action ON audit_record (action);
CREATE INDEX audit_record_by_object ON audit_record (object_id);

-- A record's place is a row of its own, so that nothing ever has to change the record.
CREATE TABLE audit_leaf (
    leaf_index BIGINT PRIMARY KEY,
    sequence BIGINT NOT NULL UNIQUE REFERENCES audit_record (sequence)
);

CREATE TABLE audit_node (
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, position)
);

CREATE TABLE audit_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    checkpoint TEXT COLLATE "C" NOT NULL
);
INSERT INTO audit_state (id, size, sequence, checkpoint) VALUES (1, 0, 0, '');

-- The tenant's role may not change these either; this refuses their owner too.
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is not changed';
END
$$;
CREATE TRIGGER audit_record_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_leaf_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_node_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_node
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_state_is_kept BEFORE DELETE OR TRUNCATE ON audit_state
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
