-- One import: what is to be done, in whose name, and how far it is. Counts and names of fields, never a value.
CREATE TABLE import_job (
    id          uuid        PRIMARY KEY,
    by_kind     text        COLLATE "C" NOT NULL,
    by_id       text        COLLATE "C" NOT NULL,
    purpose     text        COLLATE "C" NOT NULL,
    existing    text        COLLATE "C" NOT NULL,
    again       boolean     NOT NULL,
    state       text        COLLATE "C" NOT NULL,
    why         text        COLLATE "C",
    mapping     bytea       NOT NULL,
    -- A keyed hash over file, mapping and purpose: the same file is known again, and tells nobody else anything.
    fingerprint bytea,
    repeats     uuid,
    -- Which upload writes chunks: a second one takes over, and the first one's next chunk is refused.
    upload      uuid,
    key_there   boolean     NOT NULL DEFAULT true,
    bytes       bigint      NOT NULL DEFAULT 0,
    rows        bigint      NOT NULL DEFAULT 0,
    done        bigint      NOT NULL DEFAULT 0,
    created     bigint      NOT NULL DEFAULT 0,
    changed     bigint      NOT NULL DEFAULT 0,
    unchanged   bigint      NOT NULL DEFAULT 0,
    rejected    bigint      NOT NULL DEFAULT 0,
    -- Numbers of the ledger's entries, once they are known.
    begin_entry bigint,
    end_entry   bigint,
    worked_ms   bigint      NOT NULL DEFAULT 0,
    failures    integer     NOT NULL DEFAULT 0,
    opened_at   timestamptz NOT NULL,
    began_at    timestamptz,
    ended_at    timestamptz,
    moved_at    timestamptz NOT NULL,
    -- By the database's own clock: nodes may disagree about the time.
    lease_by    uuid,
    lease_until timestamptz,
    turn_at     timestamptz
);
CREATE INDEX import_job_by_time ON import_job (opened_at DESC);
CREATE INDEX import_job_at_work ON import_job (turn_at NULLS FIRST, opened_at)
    WHERE state IN ('READY', 'RUNNING');
CREATE INDEX import_job_by_fingerprint ON import_job (fingerprint) WHERE fingerprint IS NOT NULL;

-- Rows that wait, sealed under the import's own key, which is destroyed when the import ends.
CREATE TABLE import_chunk (
    job    uuid    NOT NULL,
    seq    integer NOT NULL,
    sealed bytea   NOT NULL,
    PRIMARY KEY (job, seq)
);

-- Why a row was not taken: where and by which rule, never what it held.
CREATE TABLE import_reject (
    job       uuid    NOT NULL,
    line      bigint  NOT NULL,
    id        bigint  GENERATED ALWAYS AS IDENTITY,
    field     text    NOT NULL,
    reason    text    COLLATE "C" NOT NULL,
    arguments text[]  NOT NULL,
    PRIMARY KEY (job, line, id)
);

CREATE TABLE import_count (
    job   uuid   NOT NULL,
    kind  text   COLLATE "C" NOT NULL,
    field text   COLLATE "C" NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (job, kind, field)
);
