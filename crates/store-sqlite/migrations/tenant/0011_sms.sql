-- The gateway that SMS go through: one row at most. The secret is sealed to its destination.
CREATE TABLE sms_gateway (
    id TEXT PRIMARY KEY CHECK (id = 'gateway'),
    url TEXT NOT NULL,
    method TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    secret BLOB
) STRICT, WITHOUT ROWID;

-- What waits goes one of two ways. The number of a telephone is sealed with the body.
ALTER TABLE mail ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';
