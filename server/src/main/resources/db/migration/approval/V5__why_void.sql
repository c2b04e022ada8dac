-- Why a request is void: somebody took it back, a clock was set back, or the rights of whoever asked or agreed rest.
ALTER TABLE approval ADD COLUMN void_why text COLLATE "C";
CREATE INDEX approval_voided ON approval (ended_at) WHERE state = 'VOID';
