-- Workspaces, apps with their drafts and releases, and datasources.
CREATE TABLE workspace (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE app (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    name TEXT NOT NULL,
    released INTEGER,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (workspace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE app_draft (
    app TEXT PRIMARY KEY REFERENCES app (id) ON DELETE CASCADE,
    document BLOB NOT NULL
) STRICT;

CREATE TABLE app_release (
    app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    note TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hash TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (app, number)
) STRICT;

-- The queries of every version of an app; release 0 is the draft.
CREATE TABLE app_query (
    app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
    release INTEGER NOT NULL,
    query TEXT NOT NULL,
    datasource TEXT NOT NULL,
    PRIMARY KEY (app, release, query)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_query_by_datasource ON app_query (datasource);

CREATE TABLE datasource (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source_configuration (
    datasource TEXT NOT NULL REFERENCES datasource (id) ON DELETE CASCADE,
    environment TEXT NOT NULL,
    settings TEXT NOT NULL,
    credential BLOB,
    version INTEGER NOT NULL,
    PRIMARY KEY (datasource, environment)
) STRICT, WITHOUT ROWID;
