-- The next number after the last entry that changed who may do what, or what is allowed. What was decided before it is
-- decided again: each write compares it under the lock of this row.
ALTER TABLE ledger_head ADD COLUMN ruled bigint NOT NULL DEFAULT 0;

-- Entries come nearly in the order of their time: a summary of each range of pages finds a day as well as a full index
-- does, and costs next to nothing with each entry.
DROP INDEX ledger_entry_by_time;
CREATE INDEX ledger_entry_by_time ON ledger_entry USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
