-- A consumer of the outbox that cannot get past an event: which one, why, and when it is tried again.
CREATE TABLE outbox_stuck (
    consumer   {text} PRIMARY KEY,
    position   {int} NOT NULL,
    event      {id} NOT NULL,
    name       {text} NOT NULL,
    attempts   {int} NOT NULL,
    since      {time} NOT NULL,
    retry_at   {time} NOT NULL,
    last_error {text} NOT NULL
) {clustered};

-- Each kind of job is asked for by itself, so that a crowd of one kind does not hide another.
CREATE INDEX jobs_due_by_name ON jobs (name, run_at, id) WHERE failed_at IS NULL;
CREATE INDEX jobs_failed ON jobs (id) WHERE failed_at IS NOT NULL;

-- Work that recurs: one row each, whatever the number of processes.
CREATE TABLE recurring (
    name       {text} PRIMARY KEY,
    due_at     {time} NOT NULL,
    ran_at     {time},
    attempts   {int} NOT NULL DEFAULT 0,
    last_error {text}
) {clustered};

-- What a person is told inside the house. `sameness` is what makes two unread notices one that is counted.
CREATE TABLE notices (
    id        {id} PRIMARY KEY,
    to_person {id} NOT NULL,
    key       {text} NOT NULL,
    arguments {json} NOT NULL,
    link      {text} NOT NULL,
    about     {id},
    sameness  {text} NOT NULL,
    by_person {id},
    times     {int} NOT NULL DEFAULT 1,
    at        {time} NOT NULL,
    read_at   {time}
);
CREATE UNIQUE INDEX notices_unread_once ON notices (to_person, key, sameness) WHERE read_at IS NULL;
CREATE INDEX notices_inbox ON notices (to_person, at, id);
CREATE INDEX notices_by_person ON notices (by_person);
CREATE INDEX notices_read ON notices (read_at) WHERE read_at IS NOT NULL;

-- Mail on its way, gone once it is sent; a drawer keeps it instead of sending it.
CREATE TABLE letters (
    id         {id} PRIMARY KEY,
    to_person  {id},
    to_address {text} NOT NULL,
    to_name    {text} NOT NULL,
    subject    {text} NOT NULL,
    text       {text} NOT NULL,
    message_id {text},
    posted_at  {time} NOT NULL,
    kept_at    {time}
);
CREATE INDEX letters_to_person ON letters (to_person, id);
CREATE INDEX letters_to_address ON letters (to_address, id);
CREATE INDEX letters_kept ON letters (id) WHERE kept_at IS NOT NULL;
CREATE INDEX letters_posted ON letters (posted_at);
