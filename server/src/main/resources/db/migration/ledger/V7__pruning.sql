-- What one person proposes to prune, another accepts, and one node then does step by step: whoever finds it begun goes on.
CREATE TABLE ledger_pruning (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    status      text        NOT NULL CHECK (status IN
        ('PROPOSED', 'ACCEPTED', 'BEGUN', 'DONE', 'REFUSED', 'WITHDRAWN', 'LAPSED', 'STOPPED')),
    -- The last month, the minimum index afterwards, and how many entries go.
    through     text        NOT NULL,
    below       bigint      NOT NULL,
    entries     bigint      NOT NULL,
    proposed_by text        NOT NULL,
    proposed_at timestamptz NOT NULL,
    reason      text        NOT NULL,
    decided_by  text,
    decided_at  timestamptz,
    ended_at    timestamptz,
    -- Why it was stopped: a message key and what it is about.
    stopped_for text,
    stopped_at  bigint
);
CREATE UNIQUE INDEX ledger_pruning_open ON ledger_pruning ((true)) WHERE status IN ('PROPOSED', 'ACCEPTED', 'BEGUN');

-- How many of the pruned entries name each customer, and one hash over them: what later censuses are counted on from,
-- once the entries are gone. The newest entry ledger.prune holds the root over these lines.
CREATE TABLE ledger_pruned_tally (
    customer bytea  PRIMARY KEY,
    entries  bigint NOT NULL,
    list     bytea  NOT NULL
);
