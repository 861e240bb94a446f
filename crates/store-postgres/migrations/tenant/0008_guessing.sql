-- The passwords that were replaced, as far as the tenant asks for others.
CREATE TABLE earlier_password (
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    hash TEXT COLLATE "C" NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (person, hash)
);

-- Where accounts were signed in to from: there, guesses from elsewhere keep nobody waiting.
CREATE TABLE known_place (
    account BYTEA NOT NULL CHECK (length(account) = 32),
    place BYTEA NOT NULL CHECK (length(place) = 32),
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (account, place)
);
CREATE INDEX known_place_by_person ON known_place (person);
