-- Programmes: bounded efforts with a charter and a set of rooms switched on.
CREATE TABLE programmes (
    id         {id} PRIMARY KEY,
    slug       {text} NOT NULL,
    title      {text} NOT NULL,
    question   {text} NOT NULL,
    criteria   {text},
    state      {text} NOT NULL,
    said       {text},
    state_at   {time} NOT NULL,
    template   {text} NOT NULL,
    owner      {id},
    zone       {text} NOT NULL,
    language   {text},
    rooms      {json} NOT NULL,
    grown_from {id} REFERENCES programmes (id),
    imported   {bool} NOT NULL,
    version    {int} NOT NULL,
    revision   {int} NOT NULL,
    made_at    {time} NOT NULL,
    made_by    {id},
    opened_at  {time},
    CONSTRAINT programmes_state CHECK (state IN ('draft', 'open', 'paused', 'closed'))
);
CREATE UNIQUE INDEX programmes_slug ON programmes (slug);
CREATE INDEX programmes_by_state ON programmes (state, id);
CREATE INDEX programmes_owner ON programmes (owner);
CREATE INDEX programmes_grown_from ON programmes (grown_from);

-- Every kept version of a charter: version 1 is edited until the programme opens; each amendment adds one.
CREATE TABLE programme_charters (
    programme  {id} NOT NULL REFERENCES programmes (id),
    version    {int} NOT NULL,
    body       {json} NOT NULL,
    written_at {time} NOT NULL,
    written_by {id},
    PRIMARY KEY (programme, version)
) {clustered};

-- Phases: local date-times with their zone are what was promised; the instants are what they come to.
CREATE TABLE programme_phases (
    id          {id} PRIMARY KEY,
    programme   {id} NOT NULL REFERENCES programmes (id),
    name        {text} NOT NULL,
    purpose     {text} NOT NULL,
    rooms       {json} NOT NULL,
    from_local  {text} NOT NULL,
    until_local {text} NOT NULL,
    from_at     {time} NOT NULL,
    until_at    {time} NOT NULL,
    CONSTRAINT programme_phases_forwards CHECK (from_at < until_at)
);
CREATE INDEX programme_phases_of ON programme_phases (programme, from_at);

-- The groups of the charter in force. Whoever acts for the organisation has the part, for as long as they do.
CREATE TABLE programme_groups (
    id           {id} PRIMARY KEY,
    programme    {id} NOT NULL REFERENCES programmes (id),
    inside       {bool} NOT NULL,
    who          {text} NOT NULL,
    organisation {id},
    part         {text} NOT NULL
);
CREATE INDEX programme_groups_of ON programme_groups (programme);
CREATE INDEX programme_groups_organisation ON programme_groups (organisation);

-- Who has which part by name: written by the charter, by joining, or by accepting an invitation.
CREATE TABLE programme_parts (
    programme {id} NOT NULL REFERENCES programmes (id),
    person    {id} NOT NULL,
    part      {text} NOT NULL,
    came_by   {text} NOT NULL,
    since     {time} NOT NULL,
    by_person {id},
    PRIMARY KEY (programme, person, part)
) {clustered};
CREATE INDEX programme_parts_person ON programme_parts (person);
CREATE INDEX programme_parts_part ON programme_parts (programme, part, since, person);

-- What was decided about a programme, with its reason: opened, amended, paused, extended, closed.
CREATE TABLE programme_decisions (
    id        {id} PRIMARY KEY,
    programme {id} NOT NULL REFERENCES programmes (id),
    at        {time} NOT NULL,
    by_person {id},
    what      {text} NOT NULL,
    reason    {text},
    version   {int},
    detail    {text}
);
CREATE INDEX programme_decisions_of ON programme_decisions (programme, id);
