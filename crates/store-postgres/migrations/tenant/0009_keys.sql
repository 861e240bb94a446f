-- Who is a person and who a service account, which has keys alone, and what that is for.
ALTER TABLE person ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'person';
ALTER TABLE person ADD COLUMN description TEXT COLLATE "C" NOT NULL DEFAULT '';

-- API keys, by the hashes of their secrets.
CREATE TABLE api_key (
    id TEXT COLLATE "C" PRIMARY KEY,
    owner TEXT COLLATE "C" NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    previous_hash BYTEA CHECK (length(previous_hash) = 32),
    previous_until BIGINT,
    permissions TEXT COLLATE "C" NOT NULL,
    workspaces TEXT COLLATE "C" NOT NULL,
    apps TEXT COLLATE "C" NOT NULL,
    roles TEXT COLLATE "C" NOT NULL,
    addresses TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    rotated_at BIGINT,
    last_used_at BIGINT,
    last_address TEXT COLLATE "C"
);
CREATE INDEX api_key_by_owner ON api_key (owner, created_at);
CREATE INDEX api_key_by_age ON api_key (created_at, id);
CREATE UNIQUE INDEX api_key_by_previous_hash ON api_key (previous_hash);
