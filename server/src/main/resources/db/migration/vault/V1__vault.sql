-- One customer is one row. What is sealed opens only with the customer's key, which opens only with the tree above it.
CREATE TABLE customer (
    id          uuid        PRIMARY KEY,
    slot        bigint      NOT NULL UNIQUE,
    wrapped_key bytea       NOT NULL,
    sealed      bytea       NOT NULL,
    state       text        COLLATE "C" NOT NULL,
    -- The tag of the operator's own number for this customer: two rows for one customer meet here.
    number_tag  bytea       UNIQUE,
    -- As the ledger names this customer; goes with the row when the customer is erased.
    reference   bytea       NOT NULL UNIQUE,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);

-- Exact search without the value. The epoch is that of the index key, so that keys can be changed one day.
CREATE TABLE customer_tag (
    field    text     COLLATE "C" NOT NULL,
    epoch    smallint NOT NULL,
    tag      bytea    NOT NULL,
    customer uuid     NOT NULL,
    PRIMARY KEY (field, epoch, tag, customer)
);
CREATE INDEX customer_tag_by_customer ON customer_tag (customer);

-- For which purposes a customer's information was collected: what retention will be counted from.
CREATE TABLE customer_purpose (
    customer uuid        NOT NULL,
    purpose  text        COLLATE "C" NOT NULL,
    since    timestamptz NOT NULL,
    PRIMARY KEY (customer, purpose)
);

CREATE TABLE customer_consent (
    customer     uuid        NOT NULL,
    purpose      text        COLLATE "C" NOT NULL,
    notice       text        NOT NULL,
    channel      text        COLLATE "C" NOT NULL,
    given_at     timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (customer, purpose, given_at)
);

-- Answers to requests that may come again. Holds ids and counts, never a value.
CREATE TABLE vault_replay (
    caller       text        COLLATE "C" NOT NULL,
    key          text        COLLATE "C" NOT NULL,
    request_hash bytea       NOT NULL,
    answer       text        NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX vault_replay_by_time ON vault_replay (at);
