-- Every version of the register, whole and as written. A version that took effect is never changed again.
CREATE TABLE register_version (
    version     integer     PRIMARY KEY,
    status      text        COLLATE "C" NOT NULL,
    yaml        text        NOT NULL,
    reason      text        NOT NULL,
    base        integer,
    proposed_by text        COLLATE "C" NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by  text        COLLATE "C",
    decided_at  timestamptz
);
-- One register is in force at a time; two administrators who accept at once meet here.
CREATE UNIQUE INDEX register_version_in_force ON register_version ((true)) WHERE status = 'IN_FORCE';
