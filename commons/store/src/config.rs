//! Where the database is and how hard it is pushed.

use crate::{Clock, Dialect, Ids};
use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

/// What a SQLite commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// A power cut: every commit waits for the disk (`synchronous=FULL`). The default.
    #[default]
    PowerCut,
    /// A crash of the process, not of the machine (`synchronous=NORMAL`). For imports that can be repeated and for tests.
    Crash,
}

/// Which engine, and where.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file; its folder must exist.
    Sqlite(PathBuf),
    /// A PostgreSQL connection string, `postgres://…`, and perhaps one of a replica that serves reads.
    Postgres {
        /// The primary.
        url: String,
        /// A replica for reads, if there is one.
        replica: Option<String>,
    },
}

/// Without passwords: what is printed ends up in logs.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |url: &str| match url.parse::<postgres::Config>() {
            Ok(parsed) => format!("{:?} {}", parsed.get_hosts(), parsed.get_dbname().unwrap_or_default()),
            Err(_) => "an address that cannot be read".to_owned(),
        };
        match self {
            Self::Sqlite(file) => f.debug_tuple("Sqlite").field(file).finish(),
            Self::Postgres { url, replica } => f
                .debug_struct("Postgres")
                .field("at", &shown(url))
                .field("replica", &replica.as_deref().map(shown))
                .finish(),
        }
    }
}

/// Everything the store needs to know. [`Config::new`] gives defaults that suit a small server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which engine, and where.
    pub target: Target,
    /// Where time comes from.
    pub clock: Clock,
    /// Where identifiers come from.
    pub ids: Arc<Ids>,
    /// What a SQLite commit survives.
    pub durability: Durability,
    /// Requests that SQLite may take into one COMMIT.
    pub batch: usize,
    /// SQLite connections, or PostgreSQL workers, that serve reads.
    pub readers: usize,
    /// PostgreSQL workers that serve writes; SQLite always has one writer.
    pub writers: usize,
    /// Callers that may wait, for each of reading and writing. One more is refused.
    pub queue: usize,
    /// How long a caller may wait before its turn. Longer is refused, because whoever asked has gone.
    pub patience: Duration,
    /// How long one statement may take.
    pub deadline: Duration,
    /// Times a transaction is tried when others are in its way.
    pub attempts: u32,
    /// A file of PEM certificates that PostgreSQL's certificate must come from, beside the well-known ones.
    pub certificates: Option<PathBuf>,
}

impl Config {
    /// The defaults for this place and clock.
    pub fn new(target: Target, clock: Clock) -> Self {
        let ids = Arc::new(Ids::new(clock.clone(), 0));
        Self {
            target,
            clock,
            ids,
            durability: Durability::default(),
            batch: 256,
            readers: 4,
            writers: 12,
            queue: 4096,
            patience: Duration::from_secs(5),
            deadline: Duration::from_secs(10),
            attempts: 5,
            certificates: None,
        }
    }

    /// SQLite in this file.
    pub fn sqlite(file: impl Into<PathBuf>, clock: Clock) -> Self {
        Self::new(Target::Sqlite(file.into()), clock)
    }

    /// PostgreSQL at this address.
    pub fn postgres(url: impl Into<String>, clock: Clock) -> Self {
        Self::new(Target::Postgres { url: url.into(), replica: None }, clock)
    }

    /// Whether the engine is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.target, Target::Postgres { .. })
    }

    /// Which dialect the database speaks.
    pub fn dialect(&self) -> Dialect {
        if self.is_postgres() { Dialect::Postgres } else { Dialect::Sqlite }
    }

    /// Tells this process apart from others that write to the same database.
    pub fn node(mut self, node: u16) -> Self {
        self.ids = Arc::new(Ids::new(self.clock.clone(), node));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_printed() {
        for url in
            ["postgres://weft:s3cret@db.example/weft", "host=db.example user=weft password=s3cret", "s3cret?"]
        {
            let target = Target::Postgres { url: url.to_owned(), replica: Some(url.to_owned()) };
            let config = Config::new(target, Clock::system());
            assert!(!format!("{config:?}").contains("s3cret"), "{config:?}");
        }
    }
}
