CREATE TABLE ticket (
    number    text        COLLATE "C" PRIMARY KEY,
    customer  uuid        NOT NULL,
    kind      text        COLLATE "C" NOT NULL,
    opened_by text        COLLATE "C" NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE INDEX ticket_by_customer ON ticket (customer, opened_at DESC);
