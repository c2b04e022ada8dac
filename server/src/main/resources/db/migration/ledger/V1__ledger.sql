-- The entries, in the order of their numbers. A number is the entry's place in the tree.
CREATE TABLE ledger_entry (
    number   bigint      NOT NULL,
    at       timestamptz NOT NULL,
    bytes    bytea       NOT NULL,
    actor    text        COLLATE "C" NOT NULL,
    action   text        COLLATE "C" NOT NULL,
    outcome  text        COLLATE "C" NOT NULL,
    purpose  text        COLLATE "C",
    ticket   text        COLLATE "C",
    customer bytea,
    PRIMARY KEY (number, at)
) PARTITION BY RANGE (at);
CREATE INDEX ledger_entry_by_actor    ON ledger_entry (actor, number);
CREATE INDEX ledger_entry_by_customer ON ledger_entry (customer, number) WHERE customer IS NOT NULL;
CREATE INDEX ledger_entry_by_ticket   ON ledger_entry (ticket, number) WHERE ticket IS NOT NULL;
CREATE INDEX ledger_entry_by_time     ON ledger_entry (at, number);
-- Catches a time outside the prepared months, so that an odd clock never loses an entry.
CREATE TABLE ledger_entry_other PARTITION OF ledger_entry DEFAULT;

-- The next number. Taken and advanced in the transaction that writes the entries, so that numbers have no gaps.
CREATE TABLE ledger_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    next      bigint  NOT NULL
);
INSERT INTO ledger_head (next) VALUES (0);

-- RFC 6962 tree in tiles of 256 hashes; the right edge of each level grows in place until it is full.
CREATE TABLE ledger_tile (
    level  smallint NOT NULL,
    n      bigint   NOT NULL,
    hashes bytea    NOT NULL,
    PRIMARY KEY (level, n)
);

-- What is signed: the size and root that everybody may see, and the note that says so.
CREATE TABLE ledger_tree (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    size      bigint      NOT NULL,
    root      bytea       NOT NULL,
    note      bytea,
    signed_at timestamptz
);
INSERT INTO ledger_tree (size, root)
VALUES (0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

-- The last check of the whole, or of what came since: what was compared and what was found.
CREATE TABLE ledger_check (
    singleton  boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    checked_at timestamptz NOT NULL,
    from_size  bigint      NOT NULL,
    to_size    bigint      NOT NULL,
    root       bytea       NOT NULL,
    finding    text,
    at_number  bigint
);

-- The last check of the whole that somebody asked for, so that it can be left and found again on any node.
CREATE TABLE ledger_run (
    singleton  boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    started_at timestamptz NOT NULL,
    started_by text        NOT NULL,
    total      bigint      NOT NULL,
    done       bigint      NOT NULL,
    seen_at    timestamptz NOT NULL,
    ended_at   timestamptz,
    finding    text,
    at_number  bigint,
    entry      bigint
);
