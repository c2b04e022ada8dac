-- How we stand with each witness of the policy, known by its verifier key.
CREATE TABLE witness_standing (
    witness     text   PRIMARY KEY,
    size        bigint NOT NULL DEFAULT 0,
    cosigned_at timestamptz,
    asked_at    timestamptz,
    failed      text,
    refused_at  timestamptz
);

-- What witnesses signed: one line below the checkpoint of that size.
CREATE TABLE witness_cosignature (
    size    bigint      NOT NULL,
    witness text        NOT NULL,
    line    text        NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (size, witness)
);
CREATE INDEX witness_cosignature_by_time ON witness_cosignature (seen_at);

-- The newest checkpoint that counted by the policy, with its cosignatures.
CREATE TABLE witness_counted (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    size      bigint      NOT NULL,
    root      bytea       NOT NULL,
    note      bytea       NOT NULL,
    signed_at timestamptz NOT NULL
);

-- Which node asks the witnesses. Two at once would do no harm; it would only be asked twice.
CREATE TABLE witness_turn (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    node      text        NOT NULL,
    until     timestamptz NOT NULL
);
INSERT INTO witness_turn (node, until) VALUES ('', 'epoch');
