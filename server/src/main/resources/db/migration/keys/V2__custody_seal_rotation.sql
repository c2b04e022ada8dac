-- Which custody a root version is in, and where it stands: of several, one wraps what is new.
ALTER TABLE key_root
    ADD COLUMN custody    text        NOT NULL DEFAULT 'file' CHECK (custody IN ('file', 'hsm', 'shares')),
    ADD COLUMN status     text        NOT NULL DEFAULT 'IN_USE'
        CHECK (status IN ('PREPARED', 'IN_USE', 'RETIRED', 'ABANDONED', 'DESTROYED')),
    ADD COLUMN status_at  timestamptz NOT NULL DEFAULT now(),
    -- When it took over: how many keys were wrapped anew under it, and how many were left under another (0).
    ADD COLUMN keys_moved bigint,
    ADD COLUMN keys_left  bigint;

-- A key file made before this could hold several versions; the highest was the one in use.
UPDATE key_root SET status = 'RETIRED' WHERE version < (SELECT max(version) FROM key_root);

ALTER TABLE key_root ALTER COLUMN custody DROP DEFAULT, ALTER COLUMN status DROP DEFAULT,
    ALTER COLUMN status_at DROP DEFAULT;

CREATE UNIQUE INDEX key_root_in_use ON key_root (status) WHERE status = 'IN_USE';
CREATE UNIQUE INDEX key_root_prepared ON key_root (status) WHERE status = 'PREPARED';

-- Nothing can be wrapped under a version that this table does not know.
ALTER TABLE key_node ADD FOREIGN KEY (root_version) REFERENCES key_root (version);
ALTER TABLE key_named ADD FOREIGN KEY (root_version) REFERENCES key_root (version);
CREATE INDEX key_named_root ON key_named (root_version);

-- Whether the keys may be open, for all nodes. Each of them looks several times a second.
CREATE TABLE key_seal (
    only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    state      text        NOT NULL CHECK (state IN ('OPEN', 'SEALED')),
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    reason     text        NOT NULL
);
INSERT INTO key_seal (state, changed_at, changed_by, reason) VALUES ('OPEN', now(), 'first-start', '');

-- What one person proposes and another accepts.
CREATE TABLE key_proposal (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL CHECK (kind IN ('UNSEAL', 'ROTATE')),
    status      text        NOT NULL CHECK (status IN ('PROPOSED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'LAPSED')),
    proposed_by text        NOT NULL,
    proposed_at timestamptz NOT NULL,
    reason      text        NOT NULL,
    decided_by  text,
    decided_at  timestamptz
);
CREATE UNIQUE INDEX key_proposal_open ON key_proposal (kind) WHERE status = 'PROPOSED';
