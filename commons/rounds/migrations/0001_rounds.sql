-- Rounds: a group decides by a rule fixed beforehand. `seed` is secret until the round is closed; `strata` are the sizes
-- of the electorate's strata, in the rule's order; `entries` and `head` are where the chain of the record ends.
CREATE TABLE rounds (
    id           {id} PRIMARY KEY,
    programme    {id} NOT NULL,
    room         {text} NOT NULL,
    state        {text} NOT NULL,
    rule         {json} NOT NULL,
    items        {int} NOT NULL,
    opens        {time} NOT NULL,
    closes       {time} NOT NULL,
    made_at      {time} NOT NULL,
    made_by      {id},
    opened_at    {time},
    closed_at    {time},
    decided_at   {time},
    decided_by   {id},
    published_at {time},
    seed         {text},
    commitment   {text},
    strata       {json},
    voters       {int} NOT NULL DEFAULT 0,
    erased       {int} NOT NULL DEFAULT 0,
    turn         {int} NOT NULL DEFAULT 0,
    entries      {int} NOT NULL DEFAULT 0,
    head         {text} NOT NULL DEFAULT '',
    choice       {json},
    as_counted   {bool},
    reason       {text},
    CONSTRAINT rounds_state CHECK (state IN ('draft', 'open', 'closed', 'decided', 'published', 'withdrawn'))
);
CREATE INDEX rounds_programme ON rounds (programme, id);
CREATE INDEX rounds_room ON rounds (room, id);
CREATE INDEX rounds_due ON rounds (closes) WHERE state = 'open';
CREATE INDEX rounds_made_by ON rounds (made_by);
CREATE INDEX rounds_decided_by ON rounds (decided_by);

-- What a round is about, by place from 0. `looks` are evaluations of an item; a whole ballot evaluates all, and is
-- counted by the round's voters instead.
CREATE TABLE round_items (
    round {id} NOT NULL REFERENCES rounds (id),
    place {int} NOT NULL,
    piece {id} NOT NULL,
    looks {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (round, place)
) {clustered};
CREATE UNIQUE INDEX round_items_once ON round_items (round, piece);
CREATE INDEX round_items_piece ON round_items (piece, round);

-- People who are named for a stratum of the rule, by its place.
CREATE TABLE round_named (
    round   {id} NOT NULL REFERENCES rounds (id),
    stratum {int} NOT NULL,
    person  {id} NOT NULL,
    PRIMARY KEY (round, stratum, person)
) {clustered};
CREATE INDEX round_named_person ON round_named (person);

-- Who may vote, as it was when the round was sealed. A token is drawn by lot; it leads to a person only here, and to
-- nobody once they were erased. `dealt` is the question they are shown, `deals` how many they were shown.
CREATE TABLE round_electors (
    round        {id} NOT NULL REFERENCES rounds (id),
    token        {int} NOT NULL,
    person       {id},
    stratum      {int} NOT NULL,
    answers      {int} NOT NULL DEFAULT 0,
    dealt        {text},
    deals        {int} NOT NULL DEFAULT 0,
    excluded_at  {time},
    excluded_why {text},
    excluded_by  {id},
    PRIMARY KEY (round, token)
) {clustered};
CREATE UNIQUE INDEX round_electors_once ON round_electors (round, person);
CREATE INDEX round_electors_person ON round_electors (person);
CREATE INDEX round_electors_excluded_by ON round_electors (excluded_by);

-- Answers; a slot tells apart the answers of one elector, one for each item, pair or set.
CREATE TABLE round_ballots (
    round      {id} NOT NULL,
    token      {int} NOT NULL,
    slot       {text} NOT NULL,
    answer     {json} NOT NULL,
    at         {time} NOT NULL,
    changed_at {time} NOT NULL,
    PRIMARY KEY (round, token, slot),
    CONSTRAINT round_ballots_elector FOREIGN KEY (round, token) REFERENCES round_electors (round, token)
) {clustered};

-- Sums of the answers that count, kept by difference in the transaction of each ballot.
CREATE TABLE round_tallies (
    round   {id} NOT NULL,
    stratum {int} NOT NULL,
    cell    {text} NOT NULL,
    count   {int} NOT NULL,
    PRIMARY KEY (round, stratum, cell)
) {clustered};

CREATE TABLE round_amendments (
    id        {id} PRIMARY KEY,
    round     {id} NOT NULL REFERENCES rounds (id),
    at        {time} NOT NULL,
    by_person {id},
    changes   {json} NOT NULL,
    reason    {text} NOT NULL
);
CREATE INDEX round_amendments_round ON round_amendments (round, id);
CREATE INDEX round_amendments_by ON round_amendments (by_person);

-- Reports on votes in step, and who is in them. Whoever appealed with success is cleared.
CREATE TABLE round_reports (
    id        {id} PRIMARY KEY,
    round     {id} NOT NULL REFERENCES rounds (id),
    at        {time} NOT NULL,
    by_person {id},
    body      {json} NOT NULL
);
CREATE INDEX round_reports_round ON round_reports (round, id);
CREATE INDEX round_reports_by ON round_reports (by_person);
CREATE TABLE round_suspects (
    round   {id} NOT NULL,
    token   {int} NOT NULL,
    report  {id} NOT NULL REFERENCES round_reports (id),
    told    {bool} NOT NULL,
    cleared {bool} NOT NULL,
    PRIMARY KEY (round, token)
) {clustered};

-- An elector disagrees. Another steward than the one who decided looks at it.
CREATE TABLE round_appeals (
    id         {id} PRIMARY KEY,
    round      {id} NOT NULL REFERENCES rounds (id),
    token      {int} NOT NULL,
    words      {text} NOT NULL,
    against    {id},
    at         {time} NOT NULL,
    decided_at {time},
    decided_by {id},
    upheld     {bool},
    reason     {text}
);
CREATE UNIQUE INDEX round_appeals_open ON round_appeals (round, token) WHERE decided_at IS NULL;
CREATE INDEX round_appeals_token ON round_appeals (round, token, id);
CREATE INDEX round_appeals_against ON round_appeals (against);
CREATE INDEX round_appeals_decided_by ON round_appeals (decided_by);

-- The record: each entry as its line in the file, with its hash at the end.
CREATE TABLE round_entries (
    round {id} NOT NULL REFERENCES rounds (id),
    seq   {int} NOT NULL,
    kind  {text} NOT NULL,
    line  {text} NOT NULL,
    PRIMARY KEY (round, seq)
);
