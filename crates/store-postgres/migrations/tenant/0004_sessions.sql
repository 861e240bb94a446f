-- A confined session says what its sign-in lacks: NULL if nothing.
ALTER TABLE person_session DROP COLUMN confined;
ALTER TABLE person_session ADD COLUMN confined_for TEXT COLLATE "C";
