-- The gateway that SMS go through: one row at most. The secret is sealed to its destination.
CREATE TABLE sms_gateway (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (id = 'gateway'),
    url TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    headers TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    secret BYTEA
);

-- What waits goes one of two ways. The number of a telephone is sealed with the body.
ALTER TABLE mail ADD COLUMN channel TEXT COLLATE "C" NOT NULL DEFAULT 'email';
