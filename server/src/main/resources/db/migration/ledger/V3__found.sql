-- Since when a finding stands; later checks find it again, and the time of the first one counts.
ALTER TABLE ledger_check ADD COLUMN found_at timestamptz;
