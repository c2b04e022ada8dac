-- What was signed, to be held against what lies here later: every checkpoint of the last day, and of earlier ones the
-- first of each hour. An entry more than a checkpoint names, or one less, then shows within that hour.
CREATE TABLE ledger_checkpoint (
    size      bigint      PRIMARY KEY,
    root      bytea       NOT NULL,
    note      bytea       NOT NULL,
    signed_at timestamptz NOT NULL
);
INSERT INTO ledger_checkpoint (size, root, note, signed_at)
SELECT size, root, note, signed_at FROM ledger_tree WHERE note IS NOT NULL AND signed_at IS NOT NULL;
