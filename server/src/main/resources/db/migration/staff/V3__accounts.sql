-- Main accounts and sub-accounts (主账号, 从账号): a sub-account names the main account of the same natural person and the
-- system it is for. What belongs to the person (suspensions, superior, contact) is kept at the main account only.
ALTER TABLE staff_person
    ADD COLUMN main       text COLLATE "C" REFERENCES staff_person (number),
    ADD COLUMN system     text COLLATE "C",
    ADD COLUMN contractor boolean NOT NULL DEFAULT false,
    ADD COLUMN ends_on    date,
    ADD COLUMN superior   text COLLATE "C",
    ADD CONSTRAINT staff_person_sub CHECK ((main IS NULL) = (system IS NULL) AND main IS DISTINCT FROM number),
    ADD CONSTRAINT staff_person_ends CHECK (NOT contractor OR ends_on IS NOT NULL);
CREATE INDEX staff_person_by_main ON staff_person (main) WHERE main IS NOT NULL;
CREATE INDEX staff_person_by_superior ON staff_person (superior) WHERE superior IS NOT NULL;

-- Mail address and mobile number of a person, sealed under a key that is not in the database and tied to the number.
CREATE TABLE staff_contact (
    number text  COLLATE "C" PRIMARY KEY,
    sealed bytea NOT NULL
);
