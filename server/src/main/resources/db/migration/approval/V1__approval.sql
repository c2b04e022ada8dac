-- A request that somebody else has to agree to, kept under the hash of its every part. Customers are ids, never values.
CREATE TABLE approval (
    id          text        COLLATE "C" PRIMARY KEY,
    hash        bytea       NOT NULL,
    actor       text        COLLATE "C" NOT NULL,
    scene       text        COLLATE "C" NOT NULL,
    register    integer     NOT NULL,
    operation   text        COLLATE "C" NOT NULL,
    customers   uuid[]      NOT NULL,
    fields      text[]      NOT NULL,
    purpose     text        COLLATE "C" NOT NULL,
    ticket      text        COLLATE "C",
    row_cap     bigint      NOT NULL,
    kind        text        COLLATE "C" NOT NULL,
    words       text        NOT NULL,
    ticket_held boolean     NOT NULL,
    asked_at    timestamptz NOT NULL,
    lapses_at   timestamptz NOT NULL,
    seconds     integer     NOT NULL,
    once        boolean     NOT NULL,
    state       text        COLLATE "C" NOT NULL,
    way         text        COLLATE "C",
    decided_by  text        COLLATE "C",
    for_whom    text        COLLATE "C",
    decided_at  timestamptz,
    valid_until timestamptz,
    note        text,
    uses        integer     NOT NULL DEFAULT 0,
    ended_at    timestamptz
);
-- Of one and the same request at most one waits or holds: a second one would be a second chance.
CREATE UNIQUE INDEX approval_open ON approval (hash) WHERE state IN ('PROPOSED', 'AGREED');
CREATE INDEX approval_waiting ON approval (lapses_at) WHERE state = 'PROPOSED';
CREATE INDEX approval_holding ON approval (valid_until) WHERE state = 'AGREED';
CREATE INDEX approval_by_actor ON approval (actor, asked_at DESC);
CREATE INDEX approval_by_decider ON approval (decided_by, decided_at DESC);
CREATE INDEX approval_by_time ON approval (asked_at);

-- The latest time at which anything was decided: windows end by it, and a clock that runs behind it opens nothing.
CREATE TABLE approval_clock (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    latest    timestamptz NOT NULL
);
INSERT INTO approval_clock (latest) VALUES ('epoch');

-- Who decides in whose place, until when, and in which scenes; no scene means in all.
CREATE TABLE approval_deputy (
    principal  text   COLLATE "C" NOT NULL,
    deputy     text   COLLATE "C" NOT NULL,
    valid_from date   NOT NULL,
    valid_to   date   NOT NULL,
    scenes     text[] NOT NULL,
    PRIMARY KEY (principal, deputy)
);
CREATE INDEX approval_deputy_by_deputy ON approval_deputy (deputy);
