-- What the board keeps of an idea beside its piece, which shares its identifier.
CREATE TABLE ideas (
    piece       {id} PRIMARY KEY REFERENCES pieces (id),
    programme   {id} NOT NULL,
    status      {text} NOT NULL,
    status_at   {time} NOT NULL,
    language    {text},
    created     {time} NOT NULL,
    -- Everybody may find it: published, shown, not merged.
    listed      {bool} NOT NULL,
    -- Its guaranteed views have happened: it stands in the public orders.
    ranked      {bool} NOT NULL,
    -- It left “open”: the indexes by status hold these alone, so that votes on open ideas do not touch them.
    moved       {bool} NOT NULL,
    -- People who opened it, counted until the guarantee is kept.
    eyes        {int} NOT NULL,
    -- Its place on the ring that “needs eyes” goes round, drawn from its identifier.
    lot         {int} NOT NULL,
    -- Support that was counted elsewhere, without names. Never part of the points.
    supports    {int} NOT NULL,
    -- Votes for minus votes against, and those who vote.
    net         {int} NOT NULL,
    voters      {int} NOT NULL,
    -- Orders ideas as their popularity does at any instant; changes only when a vote does.
    hot         {int} NOT NULL,
    up_sum      {real} NOT NULL,
    up_votes    {int} NOT NULL,
    down_sum    {real} NOT NULL,
    down_votes  {int} NOT NULL,
    slack       {real} NOT NULL,
    reference   {int} NOT NULL,
    -- The half-life these figures were kept with, in days.
    half_life   {int} NOT NULL,
    -- Goes up whenever the row is taken for a change.
    turn        {int} NOT NULL,
    -- When it is looked at for the threshold next; nothing once it left “open”.
    due_at      {time},
    merged_into {id},
    CONSTRAINT ideas_status CHECK (status IN ('open', 'under-review', 'reviewed', 'in-the-works', 'launched',
                                              'exists-already', 'cannot-be-done', 'closed')),
    CONSTRAINT ideas_moved CHECK (moved = (status <> 'open'))
);
CREATE INDEX ideas_hot ON ideas (hot, piece) WHERE ranked;
CREATE INDEX ideas_hot_here ON ideas (programme, hot, piece) WHERE ranked;
CREATE INDEX ideas_net ON ideas (net, piece) WHERE ranked;
CREATE INDEX ideas_net_here ON ideas (programme, net, piece) WHERE ranked;
CREATE INDEX ideas_created ON ideas (created, piece) WHERE listed;
CREATE INDEX ideas_created_here ON ideas (programme, created, piece) WHERE listed;
CREATE INDEX ideas_moved_hot ON ideas (status, hot, piece) WHERE ranked AND moved;
CREATE INDEX ideas_moved_net ON ideas (status, net, piece) WHERE ranked AND moved;
CREATE INDEX ideas_moved_created ON ideas (status, created, piece) WHERE listed AND moved;
CREATE INDEX ideas_moved_hot_here ON ideas (programme, status, hot, piece) WHERE ranked AND moved;
CREATE INDEX ideas_moved_net_here ON ideas (programme, status, net, piece) WHERE ranked AND moved;
CREATE INDEX ideas_moved_created_here ON ideas (programme, status, created, piece) WHERE listed AND moved;
CREATE INDEX ideas_ring ON ideas (lot) WHERE listed AND NOT ranked;
CREATE INDEX ideas_ring_here ON ideas (programme, lot) WHERE listed AND NOT ranked;
CREATE INDEX ideas_merged ON ideas (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ideas_due ON ideas (due_at, piece) WHERE due_at IS NOT NULL;

-- What ideas of a programme are about, and by when somebody promises to read them.
CREATE TABLE categories (
    id          {id} PRIMARY KEY,
    programme   {id} NOT NULL,
    slug        {text} NOT NULL,
    title       {text} NOT NULL,
    place       {int} NOT NULL,
    answer_days {int} NOT NULL,
    retired_at  {time},
    CONSTRAINT categories_answer_days CHECK (answer_days BETWEEN 0 AND 365)
);
CREATE UNIQUE INDEX categories_slug ON categories (programme, slug);

-- One to three for each idea. The orders are copied here, so that a category's list is one range of an index.
CREATE TABLE idea_categories (
    category {id} NOT NULL REFERENCES categories (id),
    idea     {id} NOT NULL REFERENCES ideas (piece),
    listed   {bool} NOT NULL,
    ranked   {bool} NOT NULL,
    hot      {int} NOT NULL,
    net      {int} NOT NULL,
    created  {time} NOT NULL,
    PRIMARY KEY (category, idea)
) {clustered};
CREATE INDEX idea_categories_idea ON idea_categories (idea);
CREATE INDEX idea_categories_hot ON idea_categories (category, hot, idea) WHERE ranked;
CREATE INDEX idea_categories_net ON idea_categories (category, net, idea) WHERE ranked;
CREATE INDEX idea_categories_created ON idea_categories (category, created, idea) WHERE listed;

-- Who opened an idea while it still needed eyes.
CREATE TABLE idea_views (
    idea   {id} NOT NULL REFERENCES ideas (piece),
    person {id} NOT NULL,
    at     {time} NOT NULL,
    PRIMARY KEY (idea, person)
) {clustered};
CREATE INDEX idea_views_person ON idea_views (person);

-- Every step of an idea with its public note. Links of outcomes stand here.
CREATE TABLE idea_steps (
    id        {id} PRIMARY KEY,
    idea      {id} NOT NULL REFERENCES ideas (piece),
    before    {text} NOT NULL,
    after     {text} NOT NULL,
    note      {text} NOT NULL,
    -- Why it cannot be done: cost, safety, law, technique, brand, capacity.
    ground    {text},
    link      {text},
    by_person {id},
    at        {time} NOT NULL
);
CREATE INDEX idea_steps_idea ON idea_steps (idea, id);
CREATE INDEX idea_steps_by ON idea_steps (by_person);

-- A dated duty of a named person about an idea.
CREATE TABLE idea_promises (
    id       {id} PRIMARY KEY,
    idea     {id} NOT NULL REFERENCES ideas (piece),
    person   {id},
    words    {text} NOT NULL,
    due_at   {time} NOT NULL,
    at       {time} NOT NULL,
    kept_at  {time}
);
CREATE INDEX idea_promises_idea ON idea_promises (idea, id);
CREATE INDEX idea_promises_person ON idea_promises (person, due_at);

-- What is compared to find likely duplicates, and the keys that candidates are found by.
CREATE TABLE idea_fingerprints (
    idea  {id} PRIMARY KEY REFERENCES ideas (piece),
    bytes {bytes} NOT NULL
);
CREATE TABLE idea_bands (
    programme {id} NOT NULL,
    band      {int} NOT NULL,
    idea      {id} NOT NULL,
    PRIMARY KEY (programme, band, idea)
) {clustered};
CREATE INDEX idea_bands_idea ON idea_bands (idea);

-- Pairs that an import found alike, for moderators to look at. A pair is looked at once.
CREATE TABLE idea_likenesses (
    idea      {id} NOT NULL REFERENCES ideas (piece),
    other     {id} NOT NULL REFERENCES ideas (piece),
    programme {id} NOT NULL,
    score     {real} NOT NULL,
    at        {time} NOT NULL,
    PRIMARY KEY (idea, other)
) {clustered};
CREATE INDEX idea_likenesses_here ON idea_likenesses (programme, score);

-- A merge from its proposal on.
CREATE TABLE idea_merges (
    id           {id} PRIMARY KEY,
    programme    {id} NOT NULL,
    from_idea    {id} NOT NULL REFERENCES ideas (piece),
    into_idea    {id} NOT NULL REFERENCES ideas (piece),
    state        {text} NOT NULL,
    reason       {text} NOT NULL,
    proposed_by  {id},
    proposed_at  {time} NOT NULL,
    decided_by   {id},
    decided_at   {time},
    note         {text},
    window_until {time},
    merged_at    {time},
    votes        {int} NOT NULL,
    aside        {int} NOT NULL,
    -- Popularity of both before the merge, and what their votes were then.
    kept         {json},
    undone_by    {id},
    undone_at    {time},
    undone_why   {text},
    CONSTRAINT idea_merges_state CHECK (state IN ('proposed', 'declined', 'window', 'merged', 'undone', 'lapsed')),
    CONSTRAINT idea_merges_two CHECK (from_idea <> into_idea)
);
CREATE UNIQUE INDEX idea_merges_under_way ON idea_merges (from_idea) WHERE state IN ('proposed', 'window', 'merged');
CREATE INDEX idea_merges_into ON idea_merges (into_idea, id);
CREATE INDEX idea_merges_from ON idea_merges (from_idea, id);
CREATE INDEX idea_merges_here ON idea_merges (programme, state, id);
CREATE INDEX idea_merges_proposed_by ON idea_merges (proposed_by);

-- Supporters who keep their vote where it is.
CREATE TABLE idea_merge_stays (
    merge  {id} NOT NULL REFERENCES idea_merges (id),
    person {id} NOT NULL,
    at     {time} NOT NULL,
    PRIMARY KEY (merge, person)
) {clustered};
CREATE INDEX idea_merge_stays_person ON idea_merge_stays (person);

-- Idea partners: who speaks for which category.
CREATE TABLE idea_partners (
    category  {id} NOT NULL REFERENCES categories (id),
    person    {id} NOT NULL,
    since     {time} NOT NULL,
    by_person {id},
    PRIMARY KEY (category, person)
) {clustered};
CREATE INDEX idea_partners_person ON idea_partners (person);

-- What waits for an idea partner.
CREATE TABLE idea_reads (
    person  {id} NOT NULL,
    idea    {id} NOT NULL REFERENCES ideas (piece),
    due_at  {time} NOT NULL,
    read_at {time},
    PRIMARY KEY (person, idea)
) {clustered};
CREATE INDEX idea_reads_unread ON idea_reads (person, due_at, idea) WHERE read_at IS NULL;
CREATE INDEX idea_reads_read ON idea_reads (person, read_at, idea) WHERE read_at IS NOT NULL;
CREATE INDEX idea_reads_idea ON idea_reads (idea);

-- “In action”: what was made. The words and photographs are a piece's.
CREATE TABLE idea_journal (
    piece     {id} PRIMARY KEY REFERENCES pieces (id),
    idea      {id} NOT NULL REFERENCES ideas (piece),
    programme {id} NOT NULL,
    at        {time} NOT NULL
);
CREATE INDEX idea_journal_at ON idea_journal (at, piece);
CREATE INDEX idea_journal_idea ON idea_journal (idea);
CREATE TABLE idea_journal_people (
    entry  {id} NOT NULL REFERENCES idea_journal (piece),
    place  {int} NOT NULL,
    person {id},
    part   {text} NOT NULL,
    PRIMARY KEY (entry, place)
) {clustered};
CREATE INDEX idea_journal_people_person ON idea_journal_people (person);

-- How many, so that nobody counts a million rows for a page. Kept by reactions, a moment behind.
CREATE TABLE idea_counts (
    programme {id} NOT NULL,
    word      {text} NOT NULL,
    count     {int} NOT NULL,
    PRIMARY KEY (programme, word)
) {clustered};
CREATE TABLE idea_voters (
    programme {id} NOT NULL,
    person    {id} NOT NULL,
    PRIMARY KEY (programme, person)
) {clustered};
CREATE INDEX idea_voters_person ON idea_voters (person);

-- How far a recount after a change of the half-life has come.
CREATE TABLE idea_recounts (
    id        {id} PRIMARY KEY,
    half_life {int} NOT NULL,
    after     {id} NOT NULL,
    done      {bool} NOT NULL
);
