-- The audit log: records as they were committed, their places in the tree, the tree.
CREATE TABLE audit_record (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_id TEXT,
    actor_search TEXT,
    action TEXT NOT NULL,
    object_id TEXT,
    object_search TEXT,
    outcome TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_record_by_id ON audit_record (id);
CREATE INDEX audit_record_by_time ON audit_record (at);
CREATE INDEX audit_record_by_actor ON audit_record (actor_id);
CREATE INDEX audit_record_by_action ON audit_record (action);
CREATE INDEX audit_record_by_object ON audit_record (object_id);

-- A record's place is a row of its own, so that nothing ever has to change the record.
CREATE TABLE audit_leaf (
    leaf_index INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE REFERENCES audit_record (sequence)
) STRICT;

CREATE TABLE audit_node (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    checkpoint TEXT NOT NULL
) STRICT;
INSERT INTO audit_state (id, size, sequence, checkpoint) VALUES (1, 0, 0, '');

CREATE TRIGGER audit_record_is_not_changed BEFORE UPDATE ON audit_record
BEGIN SELECT RAISE(ABORT, 'audit records are not changed'); END;
CREATE TRIGGER audit_record_is_not_deleted BEFORE DELETE ON audit_record
BEGIN SELECT RAISE(ABORT, 'audit records are not deleted'); END;
CREATE TRIGGER audit_leaf_is_not_changed BEFORE UPDATE ON audit_leaf
BEGIN SELECT RAISE(ABORT, 'places in the tree are not changed'); END;
CREATE TRIGGER audit_leaf_is_not_deleted BEFORE DELETE ON audit_leaf
BEGIN SELECT RAISE(ABORT, 'places in the tree are not deleted'); END;
CREATE TRIGGER audit_node_is_not_changed BEFORE UPDATE ON audit_node
BEGIN SELECT RAISE(ABORT, 'hashes of the tree are not changed'); END;
CREATE TRIGGER audit_node_is_not_deleted BEFORE DELETE ON audit_node
BEGIN SELECT RAISE(ABORT, 'hashes of the tree are not deleted'); END;
CREATE TRIGGER audit_state_is_not_deleted BEFORE DELETE ON audit_state
BEGIN SELECT RAISE(ABORT, 'the state of the tree is not deleted'); END;
