-- How many fields an entry gave in each form, so that figures need not open every entry again.
ALTER TABLE ledger_entry
    ADD COLUMN clear   smallint NOT NULL DEFAULT 0,
    ADD COLUMN masked  smallint NOT NULL DEFAULT 0,
    ADD COLUMN token   smallint NOT NULL DEFAULT 0,
    ADD COLUMN refused smallint NOT NULL DEFAULT 0;

-- The entries summed up by day. Derived: it can be dropped and made again from the entries.
CREATE TABLE ledger_day (
    day     date   NOT NULL,
    action  text   COLLATE "C" NOT NULL,
    purpose text   COLLATE "C" NOT NULL,
    outcome text   COLLATE "C" NOT NULL,
    entries bigint NOT NULL,
    clear   bigint NOT NULL,
    masked  bigint NOT NULL,
    token   bigint NOT NULL,
    refused bigint NOT NULL,
    PRIMARY KEY (day, action, purpose, outcome)
);

-- Up to which number the entries are summed up.
CREATE TABLE ledger_summed (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    next      bigint  NOT NULL
);
INSERT INTO ledger_summed (next) VALUES (0);
