-- Everything people make. A comment is a piece with `about` (what the discussion is of) and `parent` (what it answers).
CREATE TABLE pieces (
    id           {id} PRIMARY KEY,
    kind         {text} NOT NULL,
    programme    {id} NOT NULL,
    about        {id} REFERENCES pieces (id),
    parent       {id} REFERENCES pieces (id),
    -- The first comment of the exchange a comment stands in; itself when it answers nobody.
    branch       {id},
    -- The piece a comment was written for. `about` follows merges, this does not.
    origin       {id},
    title        {text},
    body         {text} NOT NULL,
    language     {text},
    visibility   {text} NOT NULL,
    moderation   {text} NOT NULL,
    reason       {text},
    moderated_by {id},
    moderated_at {time},
    taken_back_at {time},
    internal     {bool} NOT NULL,
    voice        {text} NOT NULL,
    source       {text},
    at           {time} NOT NULL,
    changed_at   {time} NOT NULL,
    revision     {int} NOT NULL,
    CONSTRAINT pieces_visibility CHECK (visibility IN ('public', 'programme', 'stewards', 'draft')),
    CONSTRAINT pieces_moderation CHECK (moderation IN ('shown', 'pending', 'hidden', 'removed')),
    CONSTRAINT pieces_answers_about CHECK (parent IS NULL OR about IS NOT NULL)
);
CREATE UNIQUE INDEX pieces_source ON pieces (source);
CREATE INDEX pieces_first_remarks ON pieces (about, at, id) WHERE parent IS NULL;
CREATE INDEX pieces_branch ON pieces (branch, at, id);
CREATE INDEX pieces_origin ON pieces (origin);
CREATE INDEX pieces_parent ON pieces (parent);
CREATE INDEX pieces_programme ON pieces (programme, kind, id);
CREATE INDEX pieces_not_shown ON pieces (moderation, changed_at) WHERE moderation <> 'shown';

-- What is counted of a piece, apart from its words: a vote rewrites a short row.
CREATE TABLE piece_tallies (
    piece       {id} PRIMARY KEY REFERENCES pieces (id),
    up          {int} NOT NULL DEFAULT 0,
    down        {int} NOT NULL DEFAULT 0,
    comments    {int} NOT NULL DEFAULT 0,
    followers   {int} NOT NULL DEFAULT 0,
    thanks      {int} NOT NULL DEFAULT 0,
    reports     {int} NOT NULL DEFAULT 0,
    merged_into {id}
);

-- Who made it, in order. An erased author leaves an empty place with a random token.
CREATE TABLE piece_authors (
    piece  {id} NOT NULL REFERENCES pieces (id),
    place  {int} NOT NULL,
    person {id},
    token  {int},
    at     {time} NOT NULL,
    PRIMARY KEY (piece, place)
) {clustered};
CREATE UNIQUE INDEX piece_authors_once ON piece_authors (piece, person);
CREATE INDEX piece_authors_person ON piece_authors (person, piece);

-- Who was asked to become an author and has not answered yet.
CREATE TABLE piece_invitations (
    piece     {id} NOT NULL REFERENCES pieces (id),
    person    {id} NOT NULL,
    by_person {id},
    at        {time} NOT NULL,
    PRIMARY KEY (piece, person)
) {clustered};
CREATE INDEX piece_invitations_person ON piece_invitations (person);

-- Every text a piece ever had, from its second on; the first is copied here when it is first changed.
CREATE TABLE piece_revisions (
    piece     {id} NOT NULL REFERENCES pieces (id),
    revision  {int} NOT NULL,
    title     {text},
    body      {text} NOT NULL,
    by_person {id},
    reason    {text},
    at        {time} NOT NULL,
    PRIMARY KEY (piece, revision)
) {clustered};
CREATE INDEX piece_revisions_by ON piece_revisions (by_person);

-- The vote that counts, one for each person and piece. `piece` is where it counts now, `origin` where it was cast.
-- `was` and `was_at` are what an upsert returns the difference by. Weight 0 is a vote taken back.
CREATE TABLE votes (
    piece  {id} NOT NULL REFERENCES pieces (id),
    person {id} NOT NULL,
    weight {int} NOT NULL,
    at     {time} NOT NULL,
    was    {int} NOT NULL DEFAULT 0,
    was_at {time},
    origin {id} NOT NULL,
    PRIMARY KEY (piece, person),
    CONSTRAINT votes_weight CHECK (weight BETWEEN -1 AND 1)
) {clustered};
CREATE INDEX votes_person ON votes (person, piece);
CREATE INDEX votes_origin ON votes (origin);

-- Votes that yield to another of the same person on the survivor of a merge, as they were.
CREATE TABLE votes_aside (
    origin {id} NOT NULL,
    person {id} NOT NULL,
    piece  {id} NOT NULL,
    weight {int} NOT NULL,
    at     {time} NOT NULL,
    PRIMARY KEY (origin, person)
) {clustered};
CREATE INDEX votes_aside_piece ON votes_aside (piece, person);
CREATE INDEX votes_aside_person ON votes_aside (person);

-- Which piece counts on which. A row is removed when the merge is undone.
CREATE TABLE piece_merges (
    merge      {id} PRIMARY KEY,
    from_piece {id} NOT NULL REFERENCES pieces (id),
    into_piece {id} NOT NULL REFERENCES pieces (id),
    turn       {int} NOT NULL,
    at         {time} NOT NULL
);
CREATE UNIQUE INDEX piece_merges_from ON piece_merges (from_piece);
CREATE INDEX piece_merges_into ON piece_merges (into_piece, turn);

-- Whoever follows. `piece` is what they hear of now, `origin` what they chose.
CREATE TABLE follows (
    origin {id} NOT NULL,
    person {id} NOT NULL,
    piece  {id} NOT NULL REFERENCES pieces (id),
    at     {time} NOT NULL,
    PRIMARY KEY (origin, person)
) {clustered};
CREATE INDEX follows_piece ON follows (piece, person);
CREATE INDEX follows_person ON follows (person);

-- A first-class act.
CREATE TABLE thanks (
    piece  {id} NOT NULL REFERENCES pieces (id),
    person {id} NOT NULL,
    at     {time} NOT NULL,
    PRIMARY KEY (piece, person)
) {clustered};
CREATE INDEX thanks_person ON thanks (person);

-- One open report for each person and piece; after a decision they may report again.
CREATE TABLE piece_reports (
    id         {id} PRIMARY KEY,
    piece      {id} NOT NULL REFERENCES pieces (id),
    person     {id},
    grounds    {text} NOT NULL,
    words      {text},
    at         {time} NOT NULL,
    decided_at {time}
);
CREATE UNIQUE INDEX piece_reports_open ON piece_reports (piece, person) WHERE decided_at IS NULL;
CREATE INDEX piece_reports_waiting ON piece_reports (at) WHERE decided_at IS NULL;
CREATE INDEX piece_reports_person ON piece_reports (person);

-- What stewards decided, and why.
CREATE TABLE piece_decisions (
    id         {id} PRIMARY KEY,
    piece      {id} NOT NULL REFERENCES pieces (id),
    moderation {text} NOT NULL,
    reason     {text},
    by_person  {id},
    at         {time} NOT NULL
);
CREATE INDEX piece_decisions_piece ON piece_decisions (piece, id);
CREATE INDEX piece_decisions_by ON piece_decisions (by_person);

-- An author disagrees. Another steward than the one who decided looks at it.
CREATE TABLE piece_appeals (
    id         {id} PRIMARY KEY,
    piece      {id} NOT NULL REFERENCES pieces (id),
    person     {id},
    against    {id},
    words      {text} NOT NULL,
    at         {time} NOT NULL,
    decided_at {time},
    decided_by {id},
    upheld     {bool}
);
CREATE UNIQUE INDEX piece_appeals_open ON piece_appeals (piece) WHERE decided_at IS NULL;
CREATE INDEX piece_appeals_person ON piece_appeals (person);

-- What grew from what.
CREATE TABLE derivations (
    from_piece {id} NOT NULL REFERENCES pieces (id),
    to_piece   {id} NOT NULL REFERENCES pieces (id),
    how        {text} NOT NULL,
    by_person  {id},
    at         {time} NOT NULL,
    PRIMARY KEY (from_piece, to_piece, how)
) {clustered};
CREATE INDEX derivations_to ON derivations (to_piece);
-- Touched before an edge is added, so that two edges cannot close a circle together.
CREATE TABLE derivation_turn (
    id   {id} PRIMARY KEY,
    turn {int} NOT NULL
);
INSERT INTO derivation_turn (id, turn) VALUES (1, 0);

-- A declaration says every contributor's part and share at once; the newest of a piece holds.
CREATE TABLE credit_declarations (
    id        {id} PRIMARY KEY,
    piece     {id} NOT NULL REFERENCES pieces (id),
    by_person {id},
    at        {time} NOT NULL
);
CREATE INDEX credit_declarations_piece ON credit_declarations (piece, id);
CREATE TABLE credits (
    declaration  {id} NOT NULL REFERENCES credit_declarations (id),
    place        {int} NOT NULL,
    person       {id},
    token        {int},
    part         {text} NOT NULL,
    share        {int} NOT NULL,
    signed_at    {time},
    contested_at {time},
    reason       {text},
    PRIMARY KEY (declaration, place),
    CONSTRAINT credits_share CHECK (share BETWEEN 0 AND 10000)
) {clustered};
CREATE INDEX credits_person ON credits (person);

-- Whether work predated a piece: a dated statement by staff, with a link to the evidence.
CREATE TABLE predating_work (
    id        {id} PRIMARY KEY,
    piece     {id} NOT NULL REFERENCES pieces (id),
    since     {time} NOT NULL,
    statement {text} NOT NULL,
    link      {text} NOT NULL,
    by_person {id},
    at        {time} NOT NULL
);
CREATE INDEX predating_work_piece ON predating_work (piece, id);
