-- Nothing here opens without the root key, which is never in the database.
CREATE TABLE key_root (
    version    integer     PRIMARY KEY,
    created_at timestamptz NOT NULL,
    -- A known name wrapped under this version: tells a wrong key file from a damaged table.
    proof      bytea       NOT NULL
);

-- Inner nodes of the key tree: level 4 is the top, wrapped by a root version; level 1 is a page of 256 customers.
CREATE TABLE key_node (
    level        smallint NOT NULL,
    position     bigint   NOT NULL,
    root_version integer,
    wrapped      bytea    NOT NULL,
    PRIMARY KEY (level, position)
);

-- Index keys, token keys, import keys and the signing key, each bound to its name.
CREATE TABLE key_named (
    name         text        COLLATE "C" PRIMARY KEY,
    root_version integer     NOT NULL,
    wrapped      bytea       NOT NULL,
    created_at   timestamptz NOT NULL
);

-- Places of customers in the tree. A gap after a crash costs nothing.
CREATE SEQUENCE key_slot MINVALUE 0 START WITH 0 CACHE 1;
