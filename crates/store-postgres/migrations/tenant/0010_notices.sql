-- What accounts were signed in to with: another browser is worth a letter.
CREATE TABLE known_device (
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    device TEXT COLLATE "C" NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (person, device)
);

-- What was told of lately, so that it is told once: hashes, for an account that is not there leaves the same.
CREATE TABLE told (
    kind TEXT COLLATE "C" NOT NULL,
    about BYTEA NOT NULL CHECK (length(about) = 32),
    told_at BIGINT NOT NULL,
    PRIMARY KEY (kind, about)
);
