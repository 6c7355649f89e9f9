-- Whoever has an account. An erased person keeps the row, so that what they made says "erased person"; nothing in it
-- tells who that was. `about` is the sentence about an invented person of the demo.
CREATE TABLE people (
    id       {id} PRIMARY KEY,
    name     {text} NOT NULL,
    name_key {text} NOT NULL,
    part     {text},
    staff    {bool} NOT NULL,
    partner  {bool} NOT NULL,
    operator {bool} NOT NULL,
    language {text},
    zone     {text},
    source   {text},
    about    {text},
    password {text},
    rev      {int} NOT NULL DEFAULT 0,
    since    {time} NOT NULL,
    deactivated_at {time},
    erased_at {time}
);
CREATE UNIQUE INDEX people_source ON people (source);
CREATE INDEX people_name ON people (name_key, id);
CREATE INDEX people_staff ON people (id) WHERE staff;
CREATE INDEX people_partner ON people (id) WHERE partner;
CREATE INDEX people_operator ON people (id) WHERE operator;
CREATE INDEX people_invented ON people (id) WHERE about IS NOT NULL;

-- Addresses and, later, accounts elsewhere that a person proved to be theirs. `key` is what two are compared by.
CREATE TABLE identities (
    id     {id} PRIMARY KEY,
    person {id} NOT NULL,
    kind   {text} NOT NULL,
    shown  {text} NOT NULL,
    key    {text} NOT NULL,
    at     {time} NOT NULL,
    CONSTRAINT identities_kind CHECK (kind IN ('email'))
);
CREATE UNIQUE INDEX identities_key ON identities (kind, key);
CREATE UNIQUE INDEX identities_person ON identities (person, kind);

-- Who is signed in, where. Only the hash of the cookie's value is kept. A session that is not kept ends with the
-- browser, and does not slide.
CREATE TABLE sessions (
    id         {id} PRIMARY KEY,
    person     {id} NOT NULL,
    hash       {bytes} NOT NULL,
    device     {text} NOT NULL,
    kept       {bool} NOT NULL,
    at         {time} NOT NULL,
    used_at    {time} NOT NULL,
    expires_at {time} NOT NULL
);
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_person ON sessions (person, id);
CREATE INDEX sessions_expire ON sessions (expires_at);

-- Keys for programs. Only the hash is kept; the last use is kept to the day.
CREATE TABLE tokens (
    id         {id} PRIMARY KEY,
    person     {id} NOT NULL,
    name       {text} NOT NULL,
    hash       {bytes} NOT NULL,
    scopes     {text} NOT NULL,
    at         {time} NOT NULL,
    used_on    {time},
    expires_at {time}
);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
CREATE INDEX tokens_person ON tokens (person, id);

-- One-time links that were mailed, and the setup code. `purpose` says what opening it does; 'nobody' was a letter that
-- says that there is no account, counted like the others so that nothing tells the two apart.
CREATE TABLE links (
    id         {id} PRIMARY KEY,
    hash       {bytes} NOT NULL,
    purpose    {text} NOT NULL,
    person     {id},
    email      {text},
    email_key  {text},
    name       {text},
    password   {text},
    browser    {bytes},
    language   {text},
    back       {text},
    at         {time} NOT NULL,
    expires_at {time} NOT NULL,
    CONSTRAINT links_purpose CHECK (purpose IN ('register', 'sign-in', 'e-mail', 'nobody', 'setup'))
);
CREATE UNIQUE INDEX links_hash ON links (hash);
CREATE INDEX links_email ON links (email_key, at);
CREATE INDEX links_person ON links (person);
CREATE INDEX links_expire ON links (expires_at);

-- Departments of the brand and partners, and who acts for them.
CREATE TABLE organisations (
    id       {id} PRIMARY KEY,
    name     {text} NOT NULL,
    name_key {text} NOT NULL,
    kind     {text} NOT NULL,
    at       {time} NOT NULL,
    CONSTRAINT organisations_kind CHECK (kind IN ('department', 'partner'))
);
CREATE UNIQUE INDEX organisations_name ON organisations (kind, name_key);

CREATE TABLE organisation_members (
    organisation {id} NOT NULL,
    person       {id} NOT NULL,
    at           {time} NOT NULL,
    PRIMARY KEY (organisation, person)
) {clustered};
CREATE INDEX organisation_members_person ON organisation_members (person, organisation);
