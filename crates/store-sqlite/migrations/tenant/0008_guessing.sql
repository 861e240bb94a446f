-- The passwords that were replaced, as far as the tenant asks for others.
CREATE TABLE earlier_password (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

-- Where accounts were signed in to from: there, guesses from elsewhere keep nobody waiting.
CREATE TABLE known_place (
    account BLOB NOT NULL CHECK (length(account) = 32),
    place BLOB NOT NULL CHECK (length(place) = 32),
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY (account, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_place_by_person ON known_place (person);
