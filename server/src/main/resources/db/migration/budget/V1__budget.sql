-- Of which customers a person has seen a family of information in the clear, and when last. It counts customers and
-- holds no value; what is older than the longest budget is dropped.
CREATE TABLE budget_use (
    person   text        COLLATE "C" NOT NULL,
    family   text        COLLATE "C" NOT NULL,
    customer uuid        NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (person, family, customer)
);
CREATE INDEX budget_use_by_time ON budget_use (person, family, at);
CREATE INDEX budget_use_old ON budget_use USING brin (at);
