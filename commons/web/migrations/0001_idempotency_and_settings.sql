-- The answer to an act that carried an idempotency key: the same key answers the same, without acting again.
CREATE TABLE idempotency (
    actor  {id} NOT NULL,
    key    {text} NOT NULL,
    digest {bytes} NOT NULL,
    answer {json},
    at     {time} NOT NULL,
    PRIMARY KEY (actor, key)
) {clustered};
CREATE INDEX idempotency_at ON idempotency (at);

-- What the operator decided otherwise than the rooms' defaults: settings by name, and roles by permission.
CREATE TABLE settings (
    name  {text} PRIMARY KEY,
    value {json} NOT NULL,
    at    {time} NOT NULL,
    by_person {id}
) {clustered};
