-- The instance's tenants, with their keys wrapped under the root key.
CREATE TABLE tenant (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    wrapped_keys TEXT NOT NULL
) STRICT, WITHOUT ROWID;
