CREATE TABLE staff_department (
    code    text COLLATE "C" PRIMARY KEY,
    parent  text COLLATE "C",
    name_zh text NOT NULL,
    name_en text NOT NULL
);

CREATE TABLE staff_person (
    number       text        COLLATE "C" PRIMARY KEY,
    name         text        NOT NULL,
    name_en      text        NOT NULL,
    department   text        COLLATE "C" NOT NULL,
    active       boolean     NOT NULL DEFAULT true,
    password     text,
    failures     integer     NOT NULL DEFAULT 0,
    locked_until timestamptz,
    signed_in_at timestamptz,
    created_at   timestamptz NOT NULL
);
CREATE INDEX staff_person_by_department ON staff_person (department, number);

CREATE TABLE staff_role (
    number     text COLLATE "C" NOT NULL,
    role       text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    valid_to   date,
    PRIMARY KEY (number, role)
);

-- A right works only while a person's set of reasons is empty. Each reason has one owner, who adds and removes it.
CREATE TABLE staff_suspension (
    number text        COLLATE "C" NOT NULL,
    reason text        COLLATE "C" NOT NULL,
    since  timestamptz NOT NULL,
    by     text        COLLATE "C" NOT NULL,
    PRIMARY KEY (number, reason)
);

-- A one-time link by which a person sets the first password. Only the hash of its secret is kept.
CREATE TABLE staff_invitation (
    secret_hash bytea       PRIMARY KEY,
    number      text        COLLATE "C" NOT NULL,
    valid_until timestamptz NOT NULL
);

CREATE TABLE staff_service (
    id           text        COLLATE "C" PRIMARY KEY,
    name_zh      text        NOT NULL,
    name_en      text        NOT NULL,
    owner        text        COLLATE "C" NOT NULL,
    role         text        COLLATE "C" NOT NULL,
    purposes     text[]      NOT NULL,
    networks     text[]      NOT NULL,
    key_hash     bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    key_since    timestamptz NOT NULL,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
