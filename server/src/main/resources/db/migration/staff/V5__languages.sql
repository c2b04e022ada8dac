-- In which language a person last read our pages, for what reaches them elsewhere; null before the first sign-in.
ALTER TABLE staff_person ADD COLUMN language text COLLATE "C";
