-- By which account of the sign-in provider a person came in. The hash is of the provider's address and its name for the
-- account; a deactivation deletes the row, so that who comes back is let in anew.
CREATE TABLE staff_provider_account (
    number  text        COLLATE "C" PRIMARY KEY,
    issuer  text        NOT NULL,
    subject bytea       NOT NULL UNIQUE,
    since   timestamptz NOT NULL
);
