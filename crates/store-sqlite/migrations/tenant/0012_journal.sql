-- The number of the last entry of the journal that this file has taken over: see crates/store-sqlite/src/journal.rs.
-- It is raised by the commit that takes the records over, so that each of them comes here once.
CREATE TABLE audit_journal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    taken_over INTEGER NOT NULL
) STRICT;
INSERT INTO audit_journal (id, taken_over) VALUES (1, 0);

CREATE TRIGGER audit_journal_only_rises BEFORE UPDATE ON audit_journal
    WHEN NEW.taken_over <= OLD.taken_over
BEGIN SELECT RAISE(ABORT, 'entries of the journal are taken over once'); END;
CREATE TRIGGER audit_journal_is_not_deleted BEFORE DELETE ON audit_journal
BEGIN SELECT RAISE(ABORT, 'the state of the journal is not deleted'); END;
