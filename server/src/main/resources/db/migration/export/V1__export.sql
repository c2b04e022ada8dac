-- One export: what is to be written for whom, in whose name, and how far it is. Counts and names, never a value.
CREATE TABLE export_job (
    id            uuid        PRIMARY KEY,
    by_id         text        COLLATE "C" NOT NULL,
    purpose       text        COLLATE "C" NOT NULL,
    recipient     text        COLLATE "C" NOT NULL,
    recipient_key text        COLLATE "C" NOT NULL,
    fields        text[]      NOT NULL,
    format        text        COLLATE "C" NOT NULL,
    selection     text        COLLATE "C" NOT NULL,
    row_cap       bigint      NOT NULL,
    expected      bigint      NOT NULL,
    register      integer     NOT NULL,
    scenes        text[]      NOT NULL,
    approvals     text[]      NOT NULL,
    state         text        COLLATE "C" NOT NULL,
    why           text        COLLATE "C",
    -- Customers looked at, rows written, and how far by their ids or by their place in the list.
    done          bigint      NOT NULL DEFAULT 0,
    rows          bigint      NOT NULL DEFAULT 0,
    canaries      integer     NOT NULL DEFAULT 0,
    chunks        integer     NOT NULL DEFAULT 0,
    after         uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    bytes         bigint      NOT NULL DEFAULT 0,
    digest        bytea,
    key_there     boolean     NOT NULL DEFAULT true,
    failures      integer     NOT NULL DEFAULT 0,
    asked_at      timestamptz NOT NULL,
    began_at      timestamptz,
    ended_at      timestamptz,
    keep_until    timestamptz,
    moved_at      timestamptz NOT NULL,
    -- By the database's own clock: nodes may disagree about the time.
    lease_by      uuid,
    lease_until   timestamptz,
    turn_at       timestamptz
);
CREATE INDEX export_job_by_time ON export_job (asked_at DESC);
CREATE INDEX export_job_at_work ON export_job (turn_at NULLS FIRST, asked_at) WHERE state IN ('RUNNING', 'PACKING');

-- Whom a list named, by id; only while the export is not over.
CREATE TABLE export_member (
    export   uuid NOT NULL,
    customer uuid NOT NULL,
    PRIMARY KEY (export, customer)
);

-- Rows that wait until all are there, sealed under the export's own key, which is destroyed when it ends.
CREATE TABLE export_chunk (
    export uuid    NOT NULL,
    seq    integer NOT NULL,
    sealed bytea   NOT NULL,
    PRIMARY KEY (export, seq)
);

-- The file, encrypted to its recipient: nobody here can read it any more.
CREATE TABLE export_piece (
    export uuid    NOT NULL,
    seq    integer NOT NULL,
    bytes  bytea   NOT NULL,
    PRIMARY KEY (export, seq)
);

CREATE TABLE export_left_out (
    export uuid   NOT NULL,
    reason text   COLLATE "C" NOT NULL,
    count  bigint NOT NULL,
    PRIMARY KEY (export, reason)
);

-- What canaries of a file are known by. Strength: 2 nobody else's, 1 may be somebody's, 0 like 1 but never written
-- anywhere: how often those are met says how often chance meets one.
CREATE TABLE export_canary (
    tag      bytea    NOT NULL,
    export   uuid     NOT NULL,
    person   integer  NOT NULL,
    field    text     COLLATE "C" NOT NULL,
    strength smallint NOT NULL,
    PRIMARY KEY (tag, export, person, field)
);
CREATE INDEX export_canary_by_export ON export_canary (export);
