-- The index keys of a field. A field has a tag under each epoch that was not dropped, and a search asks for all of
-- them; the newest is the one that stays. The suite is the epoch's: a tag does not carry it.
CREATE TABLE vault_index (
    field      text     COLLATE "C" NOT NULL,
    epoch      smallint NOT NULL,
    suite      text     COLLATE "C" NOT NULL,
    dropped_at timestamptz,
    -- Whether its key was destroyed, so that tags in old backups say nothing any more.
    key_gone   boolean  NOT NULL DEFAULT false,
    PRIMARY KEY (field, epoch)
);

-- Every tag so far is of suite AES. The fields are found by jumps, for there may be a billion tags.
WITH RECURSIVE tagged AS (
    (SELECT field FROM customer_tag ORDER BY field LIMIT 1)
    UNION ALL
    SELECT (SELECT field FROM customer_tag WHERE field > tagged.field ORDER BY field LIMIT 1)
    FROM tagged WHERE tagged.field IS NOT NULL
)
INSERT INTO vault_index (field, epoch, suite) SELECT field, 1, 'AES' FROM tagged WHERE field IS NOT NULL;
INSERT INTO vault_index (field, epoch, suite)
SELECT 'customer-number', 1, 'AES' WHERE EXISTS (SELECT FROM customer WHERE number_tag IS NOT NULL)
ON CONFLICT DO NOTHING;

-- Values being sealed anew because a register version gives their fields another suite. At most one is under way.
CREATE TABLE vault_reseal (
    version     integer     PRIMARY KEY,
    state       text        COLLATE "C" NOT NULL,
    -- Customers up to this one are done.
    seen        uuid,
    total       bigint      NOT NULL,
    done        bigint      NOT NULL DEFAULT 0,
    resealed    bigint      NOT NULL DEFAULT 0,
    damaged     bigint      NOT NULL DEFAULT 0,
    worked_ms   bigint      NOT NULL DEFAULT 0,
    begun_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    lease_by    uuid,
    lease_until timestamptz
);
CREATE UNIQUE INDEX vault_reseal_under_way ON vault_reseal ((true)) WHERE state IN ('RUNNING', 'DROPPING');

CREATE TABLE vault_reseal_field (
    version  integer  NOT NULL REFERENCES vault_reseal,
    field    text     COLLATE "C" NOT NULL,
    suite    text     COLLATE "C" NOT NULL,
    -- The epoch of its new tags, where it has any.
    epoch    smallint,
    searched boolean  NOT NULL,
    PRIMARY KEY (version, field)
);
