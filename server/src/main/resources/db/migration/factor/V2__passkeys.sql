-- By what an authenticator knows a person: random, so that it tells nothing about who it is (WebAuthn level 3, 14.6.1).
CREATE TABLE factor_handle (
    number text  COLLATE "C" PRIMARY KEY,
    handle bytea NOT NULL UNIQUE
);

-- A passkey: what its authenticator said when it was made, and how often it has signed. Nothing in it is a secret.
CREATE TABLE factor_passkey (
    credential_id   bytea       PRIMARY KEY,
    handle          bytea       NOT NULL REFERENCES factor_handle (handle),
    label           text        NOT NULL,
    public_key      bytea       NOT NULL,
    signatures      bigint      NOT NULL,
    uv_initialized  boolean     NOT NULL,
    transports      text[]      NOT NULL,
    backup_eligible boolean     NOT NULL,
    backed_up       boolean     NOT NULL,
    attestation     bytea       NOT NULL,
    client_data     bytea       NOT NULL,
    created_at      timestamptz NOT NULL,
    used_at         timestamptz NOT NULL
);
CREATE INDEX factor_passkey_by_handle ON factor_passkey (handle);
