-- Second factors: what people show beside their passwords.
CREATE TABLE factor (
    id TEXT COLLATE "C" PRIMARY KEY,
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    sealed BYTEA,
    public TEXT COLLATE "C" NOT NULL,
    handle BYTEA UNIQUE,
    last_step BIGINT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX factor_by_person ON factor (person, created_at);

-- Codes for whoever has lost their factors, by their hashes.
CREATE TABLE recovery_code (
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL CHECK (length(code_hash) = 32),
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person, code_hash)
);

-- From when on a person who needs a second factor does nothing without one.
CREATE TABLE second_factor_due (
    person TEXT COLLATE "C" PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    due_at BIGINT NOT NULL
);
