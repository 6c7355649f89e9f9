-- Where a vote was cast is looked up by the piece on which it counts; nothing reads this, and every vote wrote it.
DROP INDEX votes_origin;
