-- What a file is bound to besides rows and fields: for whom, under which key, in which form. Empty for a look.
ALTER TABLE approval ADD COLUMN terms text NOT NULL DEFAULT '';
