-- Simulated work asks on a clock of its own, and only that clock ends what was asked on it; null is the true one.
ALTER TABLE approval ADD COLUMN clock text COLLATE "C";
