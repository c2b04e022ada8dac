-- How far views have been compared with the agreements behind them. One row: whoever holds it compares.
CREATE TABLE reconcile_position (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    next      bigint      NOT NULL,
    at        timestamptz NOT NULL
);
INSERT INTO reconcile_position (next, at) VALUES (0, 'epoch');

CREATE TABLE reconcile_run (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first     bigint      NOT NULL,
    past      bigint      NOT NULL,
    at        timestamptz NOT NULL,
    views     bigint      NOT NULL,
    needed    bigint      NOT NULL,
    matched   bigint      NOT NULL,
    findings  bigint      NOT NULL
);

CREATE TABLE reconcile_finding (
    run      bigint NOT NULL,
    kind     text   COLLATE "C" NOT NULL,
    entry    bigint,
    actor    text   COLLATE "C" NOT NULL,
    scene    text   COLLATE "C" NOT NULL,
    approval text   COLLATE "C" NOT NULL,
    looked_by text  COLLATE "C",
    looked_at timestamptz,
    words    text,
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
CREATE INDEX reconcile_finding_open ON reconcile_finding (id) WHERE looked_at IS NULL;
