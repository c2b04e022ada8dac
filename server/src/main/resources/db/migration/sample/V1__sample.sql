-- What the sample was begun with. A later start goes on with this, whatever its settings say.
CREATE TABLE sample_run (
    singleton boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    seed      bigint      NOT NULL,
    customers integer     NOT NULL,
    days      integer     NOT NULL,
    first_day date        NOT NULL,
    begun_at  timestamptz NOT NULL,
    ended_at  timestamptz
);

-- How far each phase is: the days of work one by one, the collecting all at once when its steps are done.
-- The position moves by compare and set, so that two nodes cannot both work.
CREATE TABLE sample_progress (
    phase       text        COLLATE "C" PRIMARY KEY,
    position    integer     NOT NULL,
    total       integer     NOT NULL,
    refused     bigint      NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz
);

-- Which parts of the collecting are done: written in the transaction that stores the part, in any order.
CREATE TABLE sample_step (
    step integer PRIMARY KEY
);

-- Which customer of the vault is the sample's i-th. Written in the transaction that stores the customer.
CREATE TABLE sample_customer (
    place    integer PRIMARY KEY,
    customer uuid    NOT NULL
);
