-- Second factors: what people show beside their passwords.
CREATE TABLE factor (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed BLOB,
    public TEXT NOT NULL,
    handle BLOB UNIQUE,
    last_step INTEGER,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX factor_by_person ON factor (person, created_at);

-- Codes for whoever has lost their factors, by their hashes.
CREATE TABLE recovery_code (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (person, code_hash)
) STRICT, WITHOUT ROWID;

-- From when on a person who needs a second factor does nothing without one.
CREATE TABLE second_factor_due (
    person TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
