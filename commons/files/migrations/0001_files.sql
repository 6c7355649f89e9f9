-- What lies on the shelf, by the SHA-256 of its bytes. A row without attachments is swept after a day.
CREATE TABLE files (
    hash       {text} PRIMARY KEY,
    media_type {text} NOT NULL,
    width      {int} NOT NULL,
    height     {int} NOT NULL,
    size       {int} NOT NULL,
    at         {time} NOT NULL
);
CREATE INDEX files_at ON files (at);

-- A picture of a piece, in order. An empty `alt` says that it is decorative.
CREATE TABLE attachments (
    piece     {id} NOT NULL,
    place     {int} NOT NULL,
    file      {text} NOT NULL REFERENCES files (hash),
    alt       {text} NOT NULL,
    by_person {id},
    at        {time} NOT NULL,
    PRIMARY KEY (piece, place)
) {clustered};
CREATE INDEX attachments_file ON attachments (file);
CREATE INDEX attachments_by ON attachments (by_person);
