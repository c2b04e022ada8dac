-- The lines of the newest census: how many entries name a customer, and one hash over all of them in their order.
-- Derived: all of this can be emptied and counted again from the entries.
CREATE TABLE census_tally (
    customer bytea  PRIMARY KEY,
    entries  bigint NOT NULL,
    list     bytea  NOT NULL
);

-- The tree over these lines, for the proof of one.
CREATE TABLE census_tile (
    level  smallint NOT NULL,
    n      bigint   NOT NULL,
    hashes bytea    NOT NULL,
    PRIMARY KEY (level, n)
);

-- Up to which entry they were counted, and when.
CREATE TABLE census_taken (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    size      bigint      NOT NULL,
    taken_at  timestamptz NOT NULL
);
INSERT INTO census_taken (size, taken_at) VALUES (0, 'epoch');
