-- Rounds that were held elsewhere: where, for people to read, and the key by which the same round is brought in once.
ALTER TABLE rounds ADD COLUMN elsewhere {text};
ALTER TABLE rounds ADD COLUMN source {text};
CREATE UNIQUE INDEX rounds_source ON rounds (source);
