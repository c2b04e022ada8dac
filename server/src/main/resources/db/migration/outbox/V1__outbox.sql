-- A message, from the commit of the change that calls for it until it is of no use any more. What lies in clear
-- names no address and no word of it.
CREATE TABLE outbox_message (
    id          uuid        PRIMARY KEY,
    kind        text        COLLATE "C" NOT NULL CHECK (kind IN ('MAIL', 'SMS')),
    -- The caller's name for this one message: the same name is the same message.
    once        text        COLLATE "C" NOT NULL UNIQUE,
    purpose     text        COLLATE "C" NOT NULL,
    template    text        COLLATE "C" NOT NULL,
    recipient   text        COLLATE "C" NOT NULL,
    state       text        COLLATE "C" NOT NULL
        CHECK (state IN ('QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'FAILED', 'EXPIRED', 'UNCERTAIN')),
    why         text        COLLATE "C",
    -- The other side's own number for it: an SMTP reply or an SMPP status.
    code        integer,
    tries       integer     NOT NULL DEFAULT 0,
    -- How many rows of outbox_attempt there are. A note of an outcome names the one it is about.
    attempts    integer     NOT NULL DEFAULT 0,
    -- Address, language and parameters, sealed under a key of the day; empty as soon as they are of no use.
    key_name    text        COLLATE "C" NOT NULL,
    sealed      bytea,
    created_at  timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    moved_at    timestamptz NOT NULL,
    -- By the database's own clock: nodes may disagree about the time.
    lease_by    uuid,
    lease_until timestamptz,
    CHECK ((state = 'SENDING') = (lease_by IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK (state NOT IN ('DELIVERED', 'EXPIRED') OR sealed IS NULL)
);
CREATE INDEX outbox_message_due ON outbox_message (kind, due_at) WHERE state = 'QUEUED';
CREATE INDEX outbox_message_leased ON outbox_message (lease_until) WHERE state = 'SENDING';
CREATE INDEX outbox_message_sealed ON outbox_message (valid_until) WHERE sealed IS NOT NULL;
CREATE INDEX outbox_message_recipient ON outbox_message (recipient, kind, created_at);
CREATE INDEX outbox_message_newest ON outbox_message (created_at DESC);

-- Written and committed before the message leaves. One without an outcome whose node is gone is a message of
-- which nobody knows whether it arrived.
CREATE TABLE outbox_attempt (
    message    uuid        NOT NULL REFERENCES outbox_message ON DELETE CASCADE,
    number     integer     NOT NULL,
    node       uuid        NOT NULL,
    handed_at  timestamptz NOT NULL,
    -- Comes back with a receipt where the answer was lost.
    reference  integer     NOT NULL,
    outcome    text        COLLATE "C" CHECK (outcome IN ('TAKEN', 'LATER', 'REFUSED', 'UNKNOWN')),
    remote_id  text        COLLATE "C",
    asked_at   timestamptz,
    PRIMARY KEY (message, number)
);
CREATE INDEX outbox_attempt_remote ON outbox_attempt (remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX outbox_attempt_reference ON outbox_attempt (reference) WHERE remote_id IS NULL;

CREATE SEQUENCE outbox_reference MINVALUE 0 MAXVALUE 65535 START WITH 0 CYCLE;

-- Receipts that came before the note of what they are about.
CREATE TABLE outbox_receipt (
    remote_id  text        COLLATE "C" PRIMARY KEY,
    reference  integer,
    what       text        COLLATE "C" NOT NULL,
    came_at    timestamptz NOT NULL
);

-- The keys of days on which messages came. A key is destroyed once nothing sealed under it is left, so that
-- what backups still hold of that day opens no more.
CREATE TABLE outbox_key (
    name text COLLATE "C" PRIMARY KEY,
    day  date NOT NULL
);
