-- The secret of somebody's authenticator app, wrapped under its name by a named key. A code counts once: the step of the
-- last one is kept, and only a later step is taken, on whatever node.
CREATE TABLE factor_totp (
    number      text        COLLATE "C" PRIMARY KEY,
    wrapped     bytea       NOT NULL,
    enrolled_at timestamptz NOT NULL,
    last_step   bigint      NOT NULL
);

-- A secret that was shown and whose first code has not come yet.
CREATE TABLE factor_offer (
    number     text        COLLATE "C" PRIMARY KEY,
    wrapped    bytea       NOT NULL,
    offered_at timestamptz NOT NULL
);

-- A code is deleted by its use.
CREATE TABLE factor_recovery (
    number text  COLLATE "C" NOT NULL,
    hash   bytea NOT NULL,
    PRIMARY KEY (number, hash)
);

-- Tries at codes since the last right one. Each is counted before it is compared.
CREATE TABLE factor_tries (
    number       text        COLLATE "C" PRIMARY KEY,
    tries        integer     NOT NULL,
    locks        integer     NOT NULL,
    locked_until timestamptz
);
