//! The commands. Their names and forms are fixed; other programs rely on them.

use crate::{
    config::{Configuration, Place},
    demo, doctor, import, moving, recount, rooms, serve,
};
use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::{net::SocketAddr, path::PathBuf};

/// A co-creation platform that a brand runs itself: one binary, one database.
#[derive(Debug, Parser)]
#[command(name = "weft", version, about, propagate_version = true)]
pub struct Cli {
    /// What is logged, to standard error: error, warn, info, debug, or `crate=level`.
    #[arg(long, global = true, env = "WEFT_LOG", default_value = "warn,weft=info")]
    pub log: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show an invented fashion house with months of history; prints the address.
    Demo {
        /// Where to listen; port 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// An empty folder, or one that an earlier demo made; without it the demo is gone when it ends.
        #[arg(long)]
        data: Option<PathBuf>,
        /// A PostgreSQL database that is empty, or that an earlier demo filled.
        #[arg(long, env = "WEFT_DATABASE", hide_env_values = true)]
        database: Option<String>,
    },
    /// Serve.
    Serve {
        /// Where to listen; port 0 takes a free one. The configuration's, if not said.
        #[arg(long)]
        listen: Option<SocketAddr>,
        #[command(flatten)]
        place: PlaceArguments,
        /// The mail server, smtp://user:password@host:port. The configuration's, if not said.
        #[arg(long, env = "WEFT_SMTP", hide_env_values = true)]
        smtp: Option<String>,
    },
    /// Bring in what people made elsewhere.
    #[command(subcommand)]
    Import(Import),
    /// Write everything as JSON lines and files, to be read by either engine.
    Export {
        /// The folder to make.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Copy the database and the files while the house runs.
    Backup {
        /// The folder to make.
        to: PathBuf,
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Put a backup back into an empty place.
    Restore {
        /// The folder that `backup` made.
        from: PathBuf,
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Bring the schema up to date; says what was missing.
    Migrate {
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Look whether everything is as it should be.
    Doctor {
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Build the search index anew from the database. A running server is asked to do it, and can be searched meanwhile.
    Reindex {
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Recount a round from its record, the file that its page offers: no house is needed. Ends with a failure when
    /// anything does not agree.
    Recount {
        /// The record, JSON lines.
        file: PathBuf,
        /// Where the record is written anew; it is the same to the byte unless something was changed.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Print the description of the API, OpenAPI 3.1.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Proposals and comments of a CONSUL site.
    Consul {
        /// The folder with proposals.csv and comments.csv.
        dir: PathBuf,
        #[command(flatten)]
        into: ImportArguments,
    },
    /// A Polis conversation's export: statements become ideas, and a closed round about them.
    Polis {
        /// The folder with comments.csv and votes.csv, and perhaps summary.csv and participants-votes.csv.
        dir: PathBuf,
        #[command(flatten)]
        round: RoundArguments,
        #[command(flatten)]
        into: ImportArguments,
    },
    /// A wiki survey's export (All Our Ideas): ideas, and a closed round of the votes between two of them.
    WikiSurvey {
        /// The file of ideas.
        ideas: PathBuf,
        /// The file of votes.
        votes: PathBuf,
        #[command(flatten)]
        round: RoundArguments,
        #[command(flatten)]
        into: ImportArguments,
    },
    /// What `weft export` wrote, into an empty database of either engine.
    Weft {
        /// The folder that `export` made.
        dir: PathBuf,
        #[command(flatten)]
        place: PlaceArguments,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RoundArguments {
    /// What was asked; without it, what the files say, or else the programme's title.
    #[arg(long)]
    pub(crate) question: Option<String>,
    /// Recount the round from its record and compare it with the figures in the files; ends with a failure when any of
    /// them is another.
    #[arg(long)]
    pub(crate) verify: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The programme's name or title; it is made if there is none.
    #[arg(long)]
    pub(crate) programme: String,
    /// What a line that cannot be read does.
    #[arg(long, value_enum, default_value_t = OnError::Skip)]
    pub(crate) on_error: OnError,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnError {
    /// It is reported and left out.
    Skip,
    /// It ends the import; what was read before it stays, and the next run goes on from there.
    Fatal,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceArguments {
    /// The folder with the SQLite file, the attachments and the secret.
    #[arg(long)]
    data: Option<PathBuf>,
    /// PostgreSQL, postgres://user@host/name; the attachments stay in the data folder.
    #[arg(long, env = "WEFT_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// A configuration file, TOML.
    #[arg(long)]
    config: Option<PathBuf>,
}

impl PlaceArguments {
    pub(crate) fn configuration(&self) -> Result<Configuration> {
        let place = Place { data: self.data.clone(), database: self.database.clone() };
        Configuration::read(self.config.as_deref(), place)
    }
}

impl Cli {
    /// Does what the command says.
    ///
    /// # Errors
    /// What kept it from being done, for a person to read.
    pub fn run(self) -> Result<()> {
        match self.command {
            Command::Demo { listen, data, database } => demo::run(listen, Place { data, database }),
            Command::Serve { listen, place, smtp } => serve::run(place.configuration()?, listen, smtp),
            Command::Import(Import::Consul { dir, into }) => import::consul(&dir, &into),
            Command::Import(Import::Polis { dir, round, into }) => import::polis(&dir, &round, &into),
            Command::Import(Import::WikiSurvey { ideas, votes, round, into }) => {
                import::wiki_survey(&ideas, &votes, &round, &into)
            }
            Command::Import(Import::Weft { dir, place }) => moving::import(&place.configuration()?, &dir),
            Command::Export { out, place } => moving::export(&place.configuration()?, &out),
            Command::Backup { to, place } => moving::backup(&place.configuration()?, &to),
            Command::Restore { from, place } => moving::restore(&place.configuration()?, &from),
            Command::Migrate { place } => moving::migrate(&place.configuration()?),
            Command::Doctor { place } => doctor::run(&place.configuration()?),
            Command::Reindex { place } => moving::reindex(&place.configuration()?),
            Command::Recount { file, out } => recount::run(&file, out.as_deref()),
            Command::Openapi => {
                let house = rooms::house(web::Settings::default())?;
                say(&serde_json::to_string_pretty(&web::openapi(&house))?);
                Ok(())
            }
        }
    }
}

/// Says one line of an answer, to standard output. Whoever stopped listening does not hear it.
pub(crate) fn say(line: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
