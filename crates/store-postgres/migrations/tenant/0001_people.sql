-- Who is in the tenant, and the version of who may do what.
CREATE TABLE tenant_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    access_version BIGINT NOT NULL
);
INSERT INTO tenant_state (id, access_version) VALUES (1, 1);

CREATE TABLE person_group (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE person (
    id TEXT COLLATE "C" PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    roles TEXT COLLATE "C" NOT NULL,
    group_ids TEXT COLLATE "C" NOT NULL,
    attributes TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C",
    password_set_at BIGINT,
    email_verified_at BIGINT,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT
);
CREATE INDEX person_by_name ON person (name, id);

CREATE TABLE person_session (
    id TEXT COLLATE "C" PRIMARY KEY,
    secret_hash BYTEA NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    methods TEXT COLLATE "C" NOT NULL,
    confined BIGINT NOT NULL,
    address TEXT COLLATE "C",
    user_agent TEXT COLLATE "C"
);
CREATE INDEX person_session_by_person ON person_session (person);

-- Secrets that do one thing once, by their hashes.
CREATE TABLE one_time (
    secret_hash BYTEA PRIMARY KEY CHECK (length(secret_hash) = 32),
    purpose TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" REFERENCES person (id) ON DELETE CASCADE,
    email TEXT COLLATE "C",
    detail TEXT COLLATE "C" NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_by_purpose ON one_time (purpose, created_at);
CREATE INDEX one_time_by_person ON one_time (person);

-- What the tenant has set, each as JSON under its name.
CREATE TABLE setting (
    name TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE access_grant (
    principal_kind TEXT COLLATE "C" NOT NULL,
    principal_id TEXT COLLATE "C" NOT NULL,
    on_kind TEXT COLLATE "C" NOT NULL,
    on_id TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (principal_kind, principal_id, on_kind, on_id)
);
CREATE INDEX access_grant_by_object ON access_grant (on_kind, on_id);
