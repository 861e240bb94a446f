-- Who is in the tenant, and the version of who may do what.
CREATE TABLE tenant_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    access_version INTEGER NOT NULL
) STRICT;
INSERT INTO tenant_state (id, access_version) VALUES (1, 1);

CREATE TABLE person_group (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    roles TEXT NOT NULL,
    group_ids TEXT NOT NULL,
    attributes TEXT NOT NULL,
    password_hash TEXT,
    password_set_at INTEGER,
    email_verified_at INTEGER,
    created_at INTEGER NOT NULL,
    last_sign_in_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX person_by_name ON person (name, id);

CREATE TABLE person_session (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    person TEXT NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    methods TEXT NOT NULL,
    confined INTEGER NOT NULL,
    address TEXT,
    user_agent TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX person_session_by_person ON person_session (person);

-- Secrets that do one thing once, by their hashes.
CREATE TABLE one_time (
    secret_hash BLOB PRIMARY KEY CHECK (length(secret_hash) = 32),
    purpose TEXT NOT NULL,
    person TEXT REFERENCES person (id) ON DELETE CASCADE,
    email TEXT,
    detail TEXT NOT NULL,
    tries INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_by_purpose ON one_time (purpose, created_at);
CREATE INDEX one_time_by_person ON one_time (person);

-- What the tenant has set, each as JSON under its name.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_grant (
    principal_kind TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    on_kind TEXT NOT NULL,
    on_id TEXT NOT NULL,
    level TEXT NOT NULL,
    PRIMARY KEY (principal_kind, principal_id, on_kind, on_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_grant_by_object ON access_grant (on_kind, on_id);
