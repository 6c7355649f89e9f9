//! What the roof's tests share: the built binary, a place of its own on either engine, and what lies there afterwards.

#![allow(dead_code, reason = "each test binary uses its part of the harness")]

use postgres::{Client, NoTls};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};
use store::{Clock, Config, Target};
use tempfile::TempDir;
pub(crate) use testkit::Engine;

/// A folder, and on PostgreSQL a database, that are gone when the test ends.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    /// The server's address, and the database's name in it.
    database: Option<(String, String)>,
}

impl Place {
    pub(crate) fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self { folder: folder(), database: None },
            Engine::Postgres => Self::on(server()),
        }
    }

    /// A place with a database on this PostgreSQL server.
    pub(crate) fn on(server: String) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("roof_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        ask(&server, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"));
        Self { folder: folder(), database: Some((server, name)) }
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A path of the test's own beside the data folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The database's address on PostgreSQL.
    pub(crate) fn url(&self) -> Option<String> {
        let (server, name) = self.database.as_ref()?;
        let (address, _) = server.rsplit_once('/').expect("an address with a database");
        Some(format!("{address}/{name}"))
    }

    /// The store's own view of the place.
    pub(crate) fn config(&self, clock: Clock) -> Config {
        let target = match self.url() {
            Some(url) => Target::Postgres { url, replica: None },
            None => {
                std::fs::create_dir_all(self.data()).expect("the data folder");
                Target::Sqlite(self.data().join("weft.sqlite"))
            }
        };
        Config::new(target, clock)
    }

    /// Runs the binary on this place.
    pub(crate) fn weft(&self, arguments: &[&str]) -> Ran {
        let mut command = binary();
        command.args(arguments).arg("--data").arg(self.data());
        if let Some(url) = self.url() {
            command.arg("--database").arg(url);
        }
        Ran::of(command.output().expect("the binary runs"))
    }

    /// How many rows each table has.
    pub(crate) fn rows(&self) -> BTreeMap<String, i64> {
        let tables = match &self.database {
            None => {
                self.texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            }
            Some(_) => self
                .texts("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"),
        };
        assert!(tables.len() > 20, "the schema has {} tables", tables.len());
        tables
            .into_iter()
            .map(|table| {
                let count = self.number(&format!("SELECT COUNT(*) FROM {table}"));
                (table, count)
            })
            .collect()
    }

    /// The one number that a query answers, read beside the binary.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        match self.url() {
            None => self.sqlite().query_row(sql, [], |row| row.get(0)).expect(sql),
            Some(url) => connect(&url).query_one(sql, &[]).expect(sql).get(0),
        }
    }

    /// The texts that a query answers, read beside the binary.
    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        match self.url() {
            None => {
                let connection = self.sqlite();
                let mut query = connection.prepare(sql).expect(sql);
                let rows = query.query_map([], |row| row.get(0)).expect(sql);
                rows.collect::<Result<_, _>>().expect(sql)
            }
            Some(url) => connect(&url).query(sql, &[]).expect(sql).iter().map(|row| row.get(0)).collect(),
        }
    }

    /// Changes something behind the binary's back.
    pub(crate) fn meddle(&self, sql: &str) {
        match self.url() {
            None => self.sqlite().execute_batch(sql).expect(sql),
            Some(url) => ask(&url, sql),
        }
    }

    /// Says something to the PostgreSQL server, from another of its databases; `{}` stands for this one's name.
    pub(crate) fn on_server(&self, sql: &str) {
        let (server, name) = self.database.as_ref().expect("a place on PostgreSQL");
        ask(server, &sql.replace("{}", name));
    }

    fn sqlite(&self) -> rusqlite::Connection {
        let connection =
            rusqlite::Connection::open(self.data().join("weft.sqlite")).expect("the SQLite file");
        connection.busy_timeout(std::time::Duration::from_secs(20)).expect("patience");
        connection
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.database {
            ask(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The built binary, without settings of Weft that happen to be in the environment.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weft"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WEFT_")) {
        command.env_remove(name);
    }
    command
}

/// What a run of the binary came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    pub(crate) complained: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            said: String::from_utf8(output.stdout).expect("UTF-8"),
            complained: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.said, self.complained);
        self
    }

    /// Ends with a failure that says this.
    #[track_caller]
    pub(crate) fn refuses(self, words: &str) -> Self {
        assert_eq!(self.code, Some(1), "{}\n{}", self.said, self.complained);
        assert!(self.complained.contains(words), "“{words}” is not said: {}", self.complained);
        self
    }

    /// The last line of what it said, which is JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        let last = self.said.lines().last().expect("a line");
        serde_json::from_str(last).unwrap_or_else(|error| panic!("{last} is not JSON: {error}"))
    }
}

/// A folder of the real data that lies beside the repository.
pub(crate) fn real(folder: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(folder);
    assert!(
        path.is_dir(),
        "{} is missing: the imports are tried on real data, see its README",
        path.display()
    );
    path
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn server() -> String {
    std::env::var("WEFT_TEST_POSTGRES").expect(
        "WEFT_TEST_POSTGRES is not set: run the tests with `scripts/with-postgres cargo nextest run -p weft`",
    )
}

fn connect(address: &str) -> Client {
    Client::connect(address, NoTls).unwrap_or_else(|error| panic!("PostgreSQL at {address}: {error}"))
}

/// The driver blocks, which it refuses to do on a thread that serves asynchronous work.
fn ask(address: &str, sql: &str) {
    std::thread::scope(|scope| {
        let asked =
            scope.spawn(|| connect(address).batch_execute(sql).unwrap_or_else(|e| panic!("{sql}: {e}")));
        asked.join().expect("no panic");
    });
}
