-- Workspaces, apps with their drafts and releases, and datasources.
CREATE TABLE workspace (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE app (
    id TEXT COLLATE "C" PRIMARY KEY,
    workspace TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    name TEXT COLLATE "C" NOT NULL,
    released BIGINT,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (workspace, name)
);

CREATE TABLE app_draft (
    app TEXT COLLATE "C" PRIMARY KEY REFERENCES app (id) ON DELETE CASCADE,
    document BYTEA NOT NULL
);

CREATE TABLE app_release (
    app TEXT COLLATE "C" NOT NULL REFERENCES app (id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number > 0),
    note TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (app, number)
);

-- The queries of every version of an app; release 0 is the draft.
CREATE TABLE app_query (
    app TEXT COLLATE "C" NOT NULL REFERENCES app (id) ON DELETE CASCADE,
    release BIGINT NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    datasource TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (app, release, query)
);
CREATE INDEX app_query_by_datasource ON app_query (datasource);

CREATE TABLE datasource (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE source_configuration (
    datasource TEXT COLLATE "C" NOT NULL REFERENCES datasource (id) ON DELETE CASCADE,
    environment TEXT COLLATE "C" NOT NULL,
    settings TEXT COLLATE "C" NOT NULL,
    credential BYTEA,
    version BIGINT NOT NULL,
    PRIMARY KEY (datasource, environment)
);
