-- How often a person was suspended or deactivated. A session remembers the count it began with and ends when that has
-- grown: which of the two came first is then no question for the clocks of two nodes.
ALTER TABLE staff_person ADD COLUMN cut_offs bigint NOT NULL DEFAULT 0;
