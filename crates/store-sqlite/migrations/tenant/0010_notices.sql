-- What accounts were signed in to with: another browser is worth a letter.
CREATE TABLE known_device (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY (person, device)
) STRICT, WITHOUT ROWID;

-- What was told of lately, so that it is told once: hashes, for an account that is not there leaves the same.
CREATE TABLE told (
    kind TEXT NOT NULL,
    about BLOB NOT NULL CHECK (length(about) = 32),
    told_at INTEGER NOT NULL,
    PRIMARY KEY (kind, about)
) STRICT, WITHOUT ROWID;
