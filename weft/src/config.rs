//! One configuration: a file, the command line over it, and the folder where everything lies.

use anyhow::{Context as _, Result, bail};
use rand::{TryRng as _, rngs::SysRng};
use serde::Deserialize;
use std::{
    fs,
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use store::{Clock, Config, Target};
use web::{DEMO_SECRET, Settings};

/// The SQLite file's name in the data folder.
const SQLITE_FILE: &str = "weft.sqlite";

/// Where the data is, as the command line says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) data: Option<PathBuf>,
    pub(crate) database: Option<String>,
}

/// The configuration file. Everything has a default; the operator's guide lists it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    /// What the house shows and allows.
    house: Settings,
    /// Where the data is.
    data: Option<PathBuf>,
    /// PostgreSQL's address.
    database: Option<String>,
    /// A replica of it for reads.
    replica: Option<String>,
    /// Certificates that PostgreSQL's may come from, beside the well-known ones.
    database_certificates: Option<PathBuf>,
    /// Tells processes over one database apart, 0 to 1022.
    node: u16,
    /// The folder of the search index; in the data folder if not said.
    search: Option<PathBuf>,
    /// Where Prometheus reads what the house measures of itself; nowhere if not said.
    metrics: Option<SocketAddr>,
    /// The mail server.
    smtp: Option<String>,
    /// Whom mail comes from.
    mail_from: Option<String>,
}

/// Everything a command needs to know.
#[derive(Debug, Clone)]
pub(crate) struct Configuration {
    pub(crate) settings: Settings,
    pub(crate) data: PathBuf,
    pub(crate) target: Target,
    pub(crate) node: u16,
    pub(crate) metrics: Option<SocketAddr>,
    pub(crate) smtp: Option<String>,
    pub(crate) mail_from: String,
    certificates: Option<PathBuf>,
    search: Option<PathBuf>,
    addressed: bool,
}

impl Configuration {
    /// Reads the file, if there is one, and lays the command line over it.
    pub(crate) fn read(file: Option<&Path>, place: Place) -> Result<Self> {
        let (file, addressed) = match file {
            None => (File::default(), false),
            Some(path) => {
                let text =
                    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                let table: toml::Table =
                    text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
                let addressed = table.get("house").is_some_and(|house| house.get("address").is_some());
                (table.try_into().with_context(|| format!("{}", path.display()))?, addressed)
            }
        };
        let data = place.data.or(file.data).unwrap_or_else(|| PathBuf::from("data"));
        let target = match place.database.or(file.database) {
            Some(url) => Target::Postgres { url, replica: file.replica },
            None => Target::Sqlite(data.join(SQLITE_FILE)),
        };
        let mail_from = file.mail_from.unwrap_or_else(|| format!("{} <weft@localhost>", file.house.brand));
        Ok(Self {
            settings: file.house,
            data,
            target,
            node: file.node,
            metrics: file.metrics,
            smtp: file.smtp,
            mail_from,
            certificates: file.database_certificates,
            search: file.search,
            addressed,
        })
    }

    /// How to open the database. Tools take a node of their own, so that they may run beside the server.
    pub(crate) fn store(&self, clock: Clock, node: u16) -> Config {
        let mut config = Config::new(self.target.clone(), clock).node(node);
        config.certificates = self.certificates.clone();
        config
    }

    /// The node that tools use.
    pub(crate) const TOOL: u16 = 1023;

    /// The folder of the attachments.
    pub(crate) fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    /// The folder of the search index. Each process over one database keeps its own, so a data folder that several
    /// share holds one for each node.
    pub(crate) fn search(&self) -> PathBuf {
        self.search.clone().unwrap_or_else(|| match self.node {
            0 => self.data.join("search"),
            node => self.data.join(format!("search-{node}")),
        })
    }

    /// Whether there is a database here already.
    pub(crate) fn exists(&self) -> bool {
        match &self.target {
            Target::Sqlite(file) => file.exists(),
            Target::Postgres { .. } => true,
        }
    }

    /// Makes the data folder if it is missing.
    pub(crate) fn make_folder(&self) -> Result<()> {
        fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot make the folder {}", self.data.display()))
    }

    /// The address that links in mails lead to, when the file gave none: where we listen.
    pub(crate) fn address_from(&mut self, listening: SocketAddr) {
        if !self.addressed {
            self.settings.address = format!("http://{listening}");
        }
        if self.settings.address.starts_with("http://") {
            self.settings.secure_cookies = false;
        }
    }

    /// The secret of this house: the configuration's, or one drawn at the first start and kept in the data folder.
    pub(crate) fn settle_secret(&mut self) -> Result<()> {
        if self.settings.secret != DEMO_SECRET {
            if self.settings.secret.len() < 32 {
                bail!(
                    "the secret in the configuration is shorter than 32 characters; take a longer one, or none: then one is drawn"
                );
            }
            return Ok(());
        }
        let file = self.data.join("secret");
        if let Ok(kept) = fs::read_to_string(&file) {
            if kept.trim() == DEMO_SECRET || kept.trim().len() < 32 {
                bail!(
                    "{} holds no secret; remove the file and one is drawn at the next start",
                    file.display()
                );
            }
            kept.trim().clone_into(&mut self.settings.secret);
            return Ok(());
        }
        let mut bytes = [0_u8; 32];
        SysRng.try_fill_bytes(&mut bytes).context("the system gives no random numbers")?;
        let drawn: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut made =
            options.open(&file).with_context(|| format!("cannot keep a secret in {}", file.display()))?;
        made.write_all(drawn.as_bytes())?;
        self.settings.secret = drawn;
        Ok(())
    }
}
