//! Moving a house: backup and restore, export and import, and the schema.

use crate::{cli::say, config::Configuration, rooms};
use anyhow::{Context as _, Result, anyhow, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};
use store::{Clock, Config, Migration, backup, portable};
use web::Settings;

/// Tables that belong to one running house and not to its history.
const LEFT_OUT: &[&str] = &["idempotency", "sessions"];

fn place(configuration: &Configuration) -> Result<(Config, Vec<Migration>)> {
    let migrations = rooms::house(Settings::default())?.migrations();
    Ok((configuration.store(Clock::system(), Configuration::TOOL), migrations))
}

fn needs_data(configuration: &Configuration) -> Result<()> {
    if configuration.exists() {
        return Ok(());
    }
    bail!(
        "there is no house in {}; name its folder with --data, or its PostgreSQL with --database",
        configuration.data.display()
    )
}

/// `weft export`.
pub(crate) fn export(configuration: &Configuration, out: &Path) -> Result<()> {
    needs_data(configuration)?;
    let (config, migrations) = place(configuration)?;
    store::migrate(&config, &migrations)?;
    let bar = Bar::new("exporting");
    let manifest =
        portable::export(&config, out, LEFT_OUT, &mut |progress| bar.tell(progress.table, progress.rows))?;
    let files = copy_folder(&configuration.files(), &out.join("files"))?;
    bar.done();
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    say(&serde_json::json!({ "tables": manifest.tables.len(), "rows": rows, "files": files }).to_string());
    Ok(())
}

/// `weft import weft`.
pub(crate) fn import(configuration: &Configuration, dir: &Path) -> Result<()> {
    configuration.make_folder()?;
    let (config, migrations) = place(configuration)?;
    let bar = Bar::new("importing");
    let manifest =
        portable::import(&config, &migrations, dir, &mut |progress| bar.tell(progress.table, progress.rows))?;
    let files = copy_folder(&dir.join("files"), &configuration.files())?;
    bar.done();
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    say(&serde_json::json!({ "tables": manifest.tables.len(), "rows": rows, "files": files }).to_string());
    Ok(())
}

/// `weft backup`.
pub(crate) fn backup(configuration: &Configuration, to: &Path) -> Result<()> {
    needs_data(configuration)?;
    let (config, _) = place(configuration)?;
    let bar = Bar::new("backing up");
    backup::backup(&config, to, &mut |progress| bar.tell(progress.table, progress.rows))?;
    let files = copy_folder(&configuration.files(), &to.join("files"))?;
    let secret = configuration.data.join("secret");
    if secret.exists() {
        fs::copy(&secret, to.join("secret")).context("cannot copy the secret")?;
    }
    bar.done();
    say(&serde_json::json!({ "backup": to, "files": files }).to_string());
    Ok(())
}

/// `weft restore`.
pub(crate) fn restore(configuration: &Configuration, from: &Path) -> Result<()> {
    configuration.make_folder()?;
    let (config, migrations) = place(configuration)?;
    let bar = Bar::new("restoring");
    backup::restore(&config, &migrations, from, &mut |progress| bar.tell(progress.table, progress.rows))?;
    let files = copy_folder(&from.join("files"), &configuration.files())?;
    let secret = from.join("secret");
    if secret.exists() && !configuration.data.join("secret").exists() {
        fs::copy(&secret, configuration.data.join("secret")).context("cannot copy the secret")?;
    }
    bar.done();
    say(&serde_json::json!({ "restored": from, "files": files }).to_string());
    Ok(())
}

/// `weft migrate`.
pub(crate) fn migrate(configuration: &Configuration) -> Result<()> {
    configuration.make_folder()?;
    let (config, migrations) = place(configuration)?;
    let applied = store::migrate(&config, &migrations)?;
    say(&serde_json::json!({ "applied": applied, "known": migrations.len() }).to_string());
    Ok(())
}

/// `weft reindex`.
pub(crate) fn reindex(configuration: &Configuration) -> Result<()> {
    needs_data(configuration)?;
    let house = rooms::house(Settings::default())?;
    let config = configuration.store(Clock::system(), Configuration::TOOL);
    let finder = search::Finder::open(&configuration.search());
    let rebuilt = crate::serve::runtime()?.block_on(async {
        let store = store::Store::open(config, &house.migrations())?;
        finder.rebuild(&house, &store).await.map_err(|error| anyhow!("the search index: {error}"))
    })?;
    say(&match rebuilt {
        Some(documents) => serde_json::json!({ "documents": documents }).to_string(),
        None => serde_json::json!({ "asked": "the server that keeps this index builds it anew" }).to_string(),
    });
    Ok(())
}

/// Copies the files that are not there yet; attachments are named by their content and never change.
fn copy_folder(from: &Path, to: &Path) -> Result<u64> {
    if !from.is_dir() {
        return Ok(0);
    }
    let mut copied = 0;
    let mut waiting: Vec<PathBuf> = vec![PathBuf::new()];
    while let Some(folder) = waiting.pop() {
        let target = to.join(&folder);
        fs::create_dir_all(&target).with_context(|| format!("cannot make {}", target.display()))?;
        for entry in fs::read_dir(from.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                waiting.push(path);
            } else if !to.join(&path).exists() {
                fs::copy(entry.path(), to.join(&path))
                    .with_context(|| format!("cannot copy {}", path.display()))?;
                copied += 1;
            }
        }
    }
    Ok(copied)
}

/// Progress on standard error, when a person watches.
pub(crate) struct Bar(indicatif::ProgressBar);

impl Bar {
    pub(crate) fn new(what: &'static str) -> Self {
        let bar = indicatif::ProgressBar::new_spinner();
        bar.set_prefix(what);
        if let Ok(style) = indicatif::ProgressStyle::with_template("{prefix} {msg} {pos} {elapsed}") {
            bar.set_style(style);
        }
        Self(bar)
    }
    pub(crate) fn tell(&self, part: &str, rows: u64) {
        self.0.set_message(part.to_owned());
        self.0.set_position(rows);
    }
    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}
