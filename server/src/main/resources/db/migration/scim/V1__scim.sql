-- What an identity provider said of a person, sealed under a key that is not in the database; the person is staff's.
-- user_tag and external_tag find it by keyed hash, as the vault finds customers: no name or mail address lies here.
CREATE TABLE scim_person (
    number       text        COLLATE "C" PRIMARY KEY,
    user_tag     bytea       UNIQUE,
    external_tag bytea,
    sealed       bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    gone         boolean     NOT NULL DEFAULT false
);
CREATE INDEX scim_person_by_external_tag ON scim_person (external_tag) WHERE external_tag IS NOT NULL;

-- Groups of the identity provider. What role one gives, if any, is a setting of ours.
CREATE TABLE scim_group (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL,
    external_id text,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX scim_group_by_name ON scim_group (lower(name));

CREATE TABLE scim_member (
    group_id uuid NOT NULL REFERENCES scim_group (id) ON DELETE CASCADE,
    number   text COLLATE "C" NOT NULL,
    PRIMARY KEY (group_id, number)
);
CREATE INDEX scim_member_by_number ON scim_member (number);

-- Staff numbers for people whose provider states none.
CREATE SEQUENCE scim_number;
