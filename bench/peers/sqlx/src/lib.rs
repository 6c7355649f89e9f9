//! The bare transaction by sqlx, as one would write it: a vote is put down, the tally moves by the difference.
//!
//! On SQLite everything that is known to make sqlx fast there: WAL, one connection that writes (several would only wait
//! for each other in a loop), transactions that begin as writing ones, prepared statements.

#[path = "../../../src/ballots.rs"]
pub mod ballots;

use ballots::{Ballot, POSTGRES, Rows, SQLITE};
use sqlx::{
    AssertSqlSafe, PgPool, SqlitePool,
    postgres::PgPoolOptions,
    raw_sql,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::time::Duration;

const VOTE: &str = "INSERT INTO bare_votes (piece, person, weight) VALUES ($1, $2, $3)
    ON CONFLICT (piece, person) DO UPDATE SET was = bare_votes.weight, weight = excluded.weight RETURNING was";
const TALLY: &str = "UPDATE bare_tallies SET score = score + $2 WHERE piece = $1";
const VOTES: &str = "SELECT piece, person, weight FROM bare_votes ORDER BY piece, person";
const TALLIES: &str = "SELECT piece, score FROM bare_tallies WHERE score <> 0 ORDER BY piece";
/// Connections to PostgreSQL: as many as the house has workers that write.
const WORKERS: u32 = 12;

/// Either engine, by sqlx.
#[derive(Debug, Clone)]
pub enum Peer {
    /// SQLite, `synchronous=FULL`.
    Sqlite(SqlitePool),
    /// PostgreSQL.
    Postgres(PgPool),
}

impl Peer {
    /// Opens PostgreSQL when the place is an address, SQLite when it is a file; with a tally of zero for so many pieces
    /// and no vote.
    ///
    /// # Errors
    /// The engine's.
    pub async fn open(place: &str, pieces: i64) -> sqlx::Result<Self> {
        let zero = format!(
            "DELETE FROM bare_votes; DELETE FROM bare_tallies;
             WITH RECURSIVE n(piece) AS (SELECT 0 UNION ALL SELECT piece + 1 FROM n WHERE piece + 1 < {pieces})
             INSERT INTO bare_tallies (piece, score) SELECT piece, 0 FROM n;"
        );
        if place.starts_with("postgres://") {
            let pool = PgPoolOptions::new().max_connections(WORKERS).connect(place).await?;
            raw_sql(POSTGRES).execute(&pool).await?;
            raw_sql(AssertSqlSafe(zero)).execute(&pool).await?;
            return Ok(Self::Postgres(pool));
        }
        let options = SqliteConnectOptions::new()
            .filename(place)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(20));
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(60))
            .connect_with(options)
            .await?;
        raw_sql(SQLITE).execute(&pool).await?;
        raw_sql(AssertSqlSafe(zero)).execute(&pool).await?;
        Ok(Self::Sqlite(pool))
    }

    /// The bare transaction.
    ///
    /// # Errors
    /// The engine's.
    pub async fn cast(&self, ballot: Ballot) -> sqlx::Result<()> {
        let Ballot { piece, person, weight } = ballot;
        macro_rules! cast {
            ($begun:expr) => {{
                let mut tx = $begun;
                let was: i64 = sqlx::query_scalar(VOTE)
                    .bind(piece)
                    .bind(person)
                    .bind(weight)
                    .fetch_one(&mut *tx)
                    .await?;
                sqlx::query(TALLY).bind(piece).bind(weight - was).execute(&mut *tx).await?;
                tx.commit().await
            }};
        }
        match self {
            Self::Sqlite(pool) => cast!(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => cast!(pool.begin().await?),
        }
    }

    /// What the two tables hold, as [`ballots::counted`] says it.
    ///
    /// # Errors
    /// The engine's.
    pub async fn rows(&self) -> sqlx::Result<Rows> {
        Ok(match self {
            Self::Sqlite(pool) => {
                (sqlx::query_as(VOTES).fetch_all(pool).await?, sqlx::query_as(TALLIES).fetch_all(pool).await?)
            }
            Self::Postgres(pool) => {
                (sqlx::query_as(VOTES).fetch_all(pool).await?, sqlx::query_as(TALLIES).fetch_all(pool).await?)
            }
        })
    }

    /// Which version speaks to which engine.
    ///
    /// # Errors
    /// The engine's.
    pub async fn told(&self) -> sqlx::Result<String> {
        let version: String = match self {
            Self::Sqlite(pool) => {
                sqlx::query_scalar("SELECT 'SQLite ' || sqlite_version()").fetch_one(pool).await?
            }
            Self::Postgres(pool) => {
                sqlx::query_scalar("SELECT 'PostgreSQL ' || current_setting('server_version')")
                    .fetch_one(pool)
                    .await?
            }
        };
        Ok(format!("sqlx beside it, {version}"))
    }
}
