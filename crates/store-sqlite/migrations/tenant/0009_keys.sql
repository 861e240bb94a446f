-- Who is a person and who a service account, which has keys alone, and what that is for.
ALTER TABLE person ADD COLUMN kind TEXT NOT NULL DEFAULT 'person';
ALTER TABLE person ADD COLUMN description TEXT NOT NULL DEFAULT '';

-- API keys, by the hashes of their secrets.
CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    previous_hash BLOB CHECK (length(previous_hash) = 32),
    previous_until INTEGER,
    permissions TEXT NOT NULL,
    workspaces TEXT NOT NULL,
    apps TEXT NOT NULL,
    roles TEXT NOT NULL,
    addresses TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    rotated_at INTEGER,
    last_used_at INTEGER,
    last_address TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX api_key_by_owner ON api_key (owner, created_at);
CREATE INDEX api_key_by_age ON api_key (created_at, id);
CREATE UNIQUE INDEX api_key_by_previous_hash ON api_key (previous_hash);
