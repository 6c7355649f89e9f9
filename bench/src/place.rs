//! Where a measured database lies, and what is kept from one run to the next.

use crate::{Pen, child::release_folder};
use anyhow::{Context as _, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};
use store::{Clock, Config, Target};
use testkit::Engine;

/// A data folder, and its database: the file in it, or one on the lent server. A database on the server is gone with the
/// place; the folder stays.
#[derive(Debug)]
pub struct Place {
    engine: Engine,
    folder: PathBuf,
    database: Option<(String, String)>,
}

impl Place {
    /// The folder of this name under the build's `bench` folder, and a database of this name.
    ///
    /// # Errors
    /// When there is no server, or it refuses.
    pub fn new(engine: Engine, name: &str) -> Result<Self> {
        let folder = scratch()?.join(format!("{name}-{}", engine.to_string().to_lowercase()));
        fs::create_dir_all(&folder)?;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(fresh_database(name)?),
        };
        Ok(Self { engine, folder, database })
    }

    /// Its engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The SQLite file.
    pub fn file(&self) -> PathBuf {
        self.folder.join("weft.sqlite")
    }

    /// The database's address, if it has one.
    pub fn url(&self) -> Option<String> {
        let (server, name) = self.database.as_ref()?;
        let (front, _) = server.rsplit_once('/')?;
        Some(format!("{front}/{name}"))
    }

    /// How the store opens it: as it does for everybody.
    pub fn config(&self) -> Config {
        let target = match self.url() {
            None => Target::Sqlite(self.file()),
            Some(url) => Target::Postgres { url, replica: None },
        };
        Config::new(target, Clock::system())
    }

    /// A pen for it.
    ///
    /// # Errors
    /// The engine's.
    pub fn pen(&self) -> Result<Pen> {
        match self.url() {
            None => Pen::sqlite(&self.file()),
            Some(url) => Pen::postgres(&url),
        }
    }

    /// The arguments by which the binary finds it.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--data".to_owned(), self.folder.display().to_string()];
        arguments.extend(self.url().into_iter().flat_map(|url| ["--database".to_owned(), url]));
        arguments
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.database
            && let Ok(mut client) = postgres::Client::connect(server, postgres::NoTls)
        {
            // A database that stays behind is gone with the lent server.
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The folder beside the build in which databases are kept from one run to the next.
fn scratch() -> Result<PathBuf> {
    let release = release_folder()?;
    Ok(release.parent().context("the build has no folder")?.join("bench"))
}

fn fresh_database(name: &str) -> Result<(String, String)> {
    #[expect(clippy::disallowed_methods, reason = "the script beside which this runs names the server")]
    let Ok(server) = std::env::var("WEFT_TEST_POSTGRES") else {
        bail!(
            "WEFT_TEST_POSTGRES names no server: run this under scripts/with-postgres, as `make bench` does"
        );
    };
    let name = format!("bench_{}_{}", std::process::id(), name.replace('-', "_"));
    let mut client = postgres::Client::connect(&server, postgres::NoTls)?;
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
    client.batch_execute(&format!("CREATE DATABASE {name}"))?;
    Ok((server, name))
}
