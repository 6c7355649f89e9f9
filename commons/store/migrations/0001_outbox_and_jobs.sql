-- What happened, in the order it was committed. SQLite numbers positions as it commits; on PostgreSQL the relay does.
CREATE TABLE outbox (
    id       {id} PRIMARY KEY,
    position {int},
    at       {time} NOT NULL,
    name     {text} NOT NULL,
    by_person {id},
    about    {id},
    body     {json} NOT NULL
);
CREATE UNIQUE INDEX outbox_position ON outbox (position);
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE position IS NULL;
CREATE INDEX outbox_about ON outbox (about, id);
CREATE INDEX outbox_by_person ON outbox (by_person, id);

-- How far each consumer of the outbox has read.
CREATE TABLE outbox_offsets (
    consumer {text} PRIMARY KEY,
    position {int} NOT NULL
) {clustered};
CREATE INDEX outbox_offsets_position ON outbox_offsets (position);

-- Work that must happen after a commit: at least once, under a lease, with back-off.
CREATE TABLE jobs (
    id         {id} PRIMARY KEY,
    name       {text} NOT NULL,
    key        {text},
    body       {json} NOT NULL,
    run_at     {time} NOT NULL,
    attempts   {int} NOT NULL DEFAULT 0,
    leased_until {time},
    last_error {text},
    failed_at  {time}
);
CREATE UNIQUE INDEX jobs_key ON jobs (key);
CREATE INDEX jobs_due ON jobs (run_at) WHERE failed_at IS NULL;
