-- E-mail that waits to be sent, and what became of it. The body is sealed: links and codes are in it.
CREATE TABLE mail (
    id TEXT COLLATE "C" PRIMARY KEY,
    recipient TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    body BYTEA,
    state TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT,
    until_at BIGINT NOT NULL,
    last_error TEXT COLLATE "C",
    created_at BIGINT NOT NULL
);
CREATE INDEX mail_by_age ON mail (created_at, id);
CREATE INDEX mail_by_turn ON mail (state, next_at);
