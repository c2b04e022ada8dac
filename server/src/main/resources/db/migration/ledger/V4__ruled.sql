-- The next number after the last entry that changed who may do what, or what is allowed. What was decided before it is
-- decided again: each write compares it under the lock of this row.
ALTER TABLE ledger_head ADD COLUMN ruled bigint NOT NULL DEFAULT 0;
