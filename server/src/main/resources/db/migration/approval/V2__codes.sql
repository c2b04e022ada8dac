-- A code that was sent to an approver, as a slow hash; the newest one of a request is the one that counts.
CREATE TABLE approval_code (
    approval text        COLLATE "C" NOT NULL,
    place    integer     NOT NULL,
    approver text        COLLATE "C" NOT NULL,
    hash     text        NOT NULL,
    tries    integer     NOT NULL DEFAULT 0,
    sent_at  timestamptz NOT NULL,
    PRIMARY KEY (approval, place)
);
