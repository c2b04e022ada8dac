-- What a proposal would have changed: one row a proposal, written as the replay goes on, so that it can be left,
-- found again, and begun anew where a server died over it.
CREATE TABLE register_replay (
    version     integer     PRIMARY KEY REFERENCES register_version (version),
    state       text        COLLATE "C" NOT NULL,
    reveals     bigint      NOT NULL DEFAULT 0,
    permille    integer     NOT NULL DEFAULT 0,
    finished_at timestamptz,
    result      text
);
