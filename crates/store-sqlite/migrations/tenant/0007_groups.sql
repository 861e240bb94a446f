-- A group can be in others: who is in it is in them as well.
ALTER TABLE person_group ADD COLUMN parents TEXT NOT NULL DEFAULT '[]';
