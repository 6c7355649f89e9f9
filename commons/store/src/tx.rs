//! What a closure works with.

use crate::{
    Clock, Dialect, Error, FromRow, Id, Ids, Result, Statement, Timestamp, Value,
    engine::{postgres::Connection as Postgres, sqlite::Connection as Sqlite},
    sql,
};
use serde::{Serialize, de::DeserializeOwned};

/// A fact in the past tense that others may hear. It carries identifiers and figures, never a person's words.
pub trait Event: Serialize {
    /// The event's name in the outbox, `ideas.voted`.
    const NAME: &'static str;
    /// The person on whose behalf it happened, if any.
    fn by(&self) -> Option<i64>;
    /// The thing it happened to: a piece, a programme, a person.
    fn about(&self) -> i64;
}

/// Work to be done after the commit, at least once; doing it twice must not matter.
pub trait Job: Serialize + DeserializeOwned {
    /// The job's name in its row, `mail.send`.
    const NAME: &'static str;
    /// While a job with the same key waits, another is not queued.
    fn key(&self) -> Option<String> {
        None
    }
}

pub(crate) enum Engine<'c> {
    Sqlite(&'c Sqlite),
    Postgres(Postgres<'c>),
}

/// What was asked and is answered later; only for the transaction that asked.
#[derive(Debug)]
#[must_use]
pub struct Question<T>(Asked<T>);

#[derive(Debug)]
enum Asked<T> {
    /// SQLite answers at once.
    Answered(Vec<T>),
    /// PostgreSQL answers with what follows: the place of the question.
    Waiting(usize),
}

/// One transaction. Its first error poisons it, on both engines alike.
pub struct Tx<'c> {
    pub(crate) engine: Engine<'c>,
    clock: &'c Clock,
    ids: &'c Ids,
    now: Timestamp,
    writes: bool,
    pub(crate) poison: Option<Error>,
    pub(crate) emitted: bool,
    pub(crate) enqueued: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(engine: Engine<'c>, clock: &'c Clock, ids: &'c Ids, writes: bool) -> Self {
        Self { engine, clock, ids, now: clock.now(), writes, poison: None, emitted: false, enqueued: false }
    }

    /// The instant of this transaction: the same however often it is asked.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The clock behind [`Tx::now`], for what outlives the transaction.
    pub fn clock(&self) -> &Clock {
        self.clock
    }

    /// A fresh identifier.
    pub fn fresh<T: ?Sized>(&self) -> Id<T> {
        Id::from_raw(self.ids.next())
    }

    /// Which engine runs this transaction. Only for what must differ.
    pub fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement and counts the rows it changed.
    pub fn exec(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        if !self.writes {
            return Err(Error::ReadOnly);
        }
        self.guarded(|engine| match engine {
            Engine::Sqlite(c) => c.exec(statement, params),
            Engine::Postgres(c) => c.exec(statement, params),
        })
    }

    /// Runs a statement whose answer nobody needs. PostgreSQL is sent it along with what follows, and what it has against
    /// it is told there, or at COMMIT; so not for a statement whose refusal means something by itself.
    pub fn send(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<()> {
        if !self.writes {
            return Err(Error::ReadOnly);
        }
        self.guarded(|engine| match engine {
            Engine::Sqlite(c) => c.exec(statement, params).map(drop),
            Engine::Postgres(c) => c.send(statement, params).map(drop),
        })
    }

    /// Every row of the answer.
    pub fn all<T: FromRow>(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<T>> {
        self.guarded(|engine| match engine {
            Engine::Sqlite(c) => c.all(statement, params),
            Engine::Postgres(c) => c.all(statement, params),
        })
    }

    /// Asks for rows that are looked at later, with [`Tx::answer`]. PostgreSQL is sent the statement along with what
    /// follows, so that several questions cost one wait.
    pub fn ask<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Question<T>> {
        let asked = self.guarded(|engine| match engine {
            Engine::Sqlite(c) => c.all(statement, params).map(Asked::Answered),
            Engine::Postgres(c) => c.send(statement, params).map(Asked::Waiting),
        });
        asked.map(Question)
    }

    /// Every row of the answer to what was asked before.
    pub fn answer<T: FromRow>(&mut self, question: Question<T>) -> Result<Vec<T>> {
        match question.0 {
            Asked::Answered(rows) => Ok(rows),
            Asked::Waiting(place) => self.guarded(|engine| match engine {
                Engine::Sqlite(_) => Ok(Vec::new()),
                Engine::Postgres(c) => c.answer(place),
            }),
        }
    }

    /// The first row of the answer, if there is one.
    pub fn opt<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Option<T>> {
        self.guarded(|engine| match engine {
            Engine::Sqlite(c) => c.first(statement, params),
            Engine::Postgres(c) => c.first(statement, params),
        })
    }

    /// The first row of the answer; [`Error::NoRow`] if there is none.
    pub fn one<T: FromRow>(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<T> {
        self.opt(statement, params)?.ok_or(Error::NoRow)
    }

    /// Puts an event into the outbox, in this transaction. SQLite gives it its position here; on PostgreSQL
    /// [`crate::number_outbox`] does so after the commit.
    pub fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        let body =
            serde_json::to_string(event).map_err(|e| Error::Engine(format!("event {}: {e}", E::NAME)))?;
        let (id, now) = (self.ids.next(), self.now);
        let tx = &mut *self;
        match tx.dialect() {
            Dialect::Sqlite => sql!(tx.send(
                "INSERT INTO outbox (id, position, at, name, by_person, about, body)
                 VALUES ($1, 1 + (SELECT MAX(position) FROM (
                     SELECT MAX(position) AS position FROM outbox
                     UNION ALL SELECT MAX(position) FROM outbox_offsets
                     UNION ALL SELECT 0
                 ) AS known), $2, $3, $4, $5, $6)",
                id,
                now,
                E::NAME,
                event.by(),
                event.about(),
                body
            ))?,
            Dialect::Postgres => {
                sql!(tx.send(
                "INSERT INTO outbox (id, at, name, by_person, about, body) VALUES ($1, $2, $3, $4, $5, $6)",
                id, now, E::NAME, event.by(), event.about(), body
            ))?
            }
        };
        self.emitted = true;
        Ok(())
    }

    /// Queues a job to run as soon as this transaction is committed.
    pub fn enqueue<J: Job>(&mut self, job: &J) -> Result<()> {
        self.enqueue_at(job, self.now)
    }

    /// Queues a job to run at an instant. A waiting job with the same key stays, at the earlier of the two instants.
    pub fn enqueue_at<J: Job>(&mut self, job: &J, at: Timestamp) -> Result<()> {
        let body = serde_json::to_string(job).map_err(|e| Error::Engine(format!("job {}: {e}", J::NAME)))?;
        let (id, key) = (self.ids.next(), job.key().map(|key| format!("{}:{key}", J::NAME)));
        let tx = &mut *self;
        sql!(tx.send(
            "INSERT INTO jobs (id, name, key, body, run_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (key) DO UPDATE SET
                 run_at = CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END,
                 body = excluded.body, failed_at = NULL",
            id,
            J::NAME,
            key,
            body,
            at
        ))?;
        self.enqueued = true;
        Ok(())
    }

    fn guarded<T>(&mut self, work: impl FnOnce(&mut Engine<'c>) -> Result<T>) -> Result<T> {
        if let Some(first) = &self.poison {
            return Err(Error::Poisoned(first.to_string()));
        }
        let result = work(&mut self.engine);
        if let Err(error) = &result
            && !matches!(error, Error::NoRow | Error::Decode { .. })
        {
            self.poison = Some(error.clone());
        }
        result
    }
}
