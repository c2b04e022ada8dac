-- A reset that one administrator has proposed and another has to accept; gone when it is decided. What became of it is
-- in the ledger.
CREATE TABLE factor_reset (
    number      text        COLLATE "C" PRIMARY KEY,
    proposed_by text        COLLATE "C" NOT NULL,
    proposed_at timestamptz NOT NULL
);
