-- The instance's tenants, with their keys wrapped under the root key.
CREATE TABLE tenant (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    wrapped_keys TEXT NOT NULL
);

-- Roles belong to the whole server: this label keeps those of two instances on one server apart.
CREATE TABLE instance (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    label TEXT NOT NULL
);
INSERT INTO instance (id, label) VALUES (1, left(replace(gen_random_uuid()::text, '-', ''), 12));
