//! From a database to files.

use super::{
    AppliedMigration, FORMAT, Fault, MANIFEST, Manifest, Progress, Result, TableEntry, Tell, VERSION, at,
    fresh_folder, rows,
    schema::{Postgres, Source, Sqlite, Table},
    write_whole,
};
use crate::{
    Config, Target,
    engine::{
        postgres::{self as pg, apart},
        sqlite,
    },
    migrate::hex,
};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

/// Rows between two words about progress.
const ROWS_BETWEEN_WORDS: u64 = 5_000;

/// Writes every table of the migrated schema to a new folder, from one consistent state, while others go on. Tables
/// that only matter to the running system may be left out by name, unless another table refers to them. Memory stays
/// bounded by one row.
///
/// # Errors
/// When the folder is not empty, a table cannot be left out, or a column has a type of one engine only.
pub fn export(config: &Config, to: &Path, leave_out: &[&str], tell: Tell<'_>) -> Result<Manifest> {
    match &config.target {
        Target::Sqlite(file) if !file.exists() => {
            Err(Fault::Mismatch(format!("{}: there is no database", file.display())))
        }
        Target::Sqlite(file) => {
            let connection = sqlite::Connection::open(file, config, false)?;
            connection.control("BEGIN")?;
            write_all(&mut Sqlite(connection.raw()), to, leave_out, tell)
        }
        Target::Postgres { url, .. } => apart(|| {
            let told = |e: postgres::Error| pg::fault(&e);
            let mut client = pg::connect(url, config)?;
            let build = client.build_transaction().isolation_level(postgres::IsolationLevel::RepeatableRead);
            let mut tx = build.read_only(true).start().map_err(told)?;
            tx.batch_execute(pg::UNHURRIED).map_err(told)?;
            write_all(&mut Postgres(&mut tx), to, leave_out, tell)
        }),
    }
}

fn write_all(source: &mut impl Source, to: &Path, leave_out: &[&str], tell: Tell<'_>) -> Result<Manifest> {
    let applied = source.applied()?;
    if applied.is_empty() {
        return Err(Fault::Mismatch("the database has no migrations; there is nothing to export".to_owned()));
    }
    let (left_out, kept): (Vec<Table>, Vec<Table>) =
        source.tables()?.into_iter().partition(|table| leave_out.contains(&table.name.as_str()));
    may_be_left_out(leave_out, &left_out, &kept)?;
    fresh_folder(to)?;
    let mut tables = Vec::with_capacity(kept.len());
    for table in &kept {
        tables.push(write_table(source, table, to, tell)?);
    }
    let migrations = applied.into_iter().map(|((of, number), record)| AppliedMigration {
        of,
        number,
        name: record.name,
        checksum: record.checksum,
    });
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        migrations: migrations.collect(),
        tables,
        left_out: left_out.into_iter().map(|table| table.name).collect(),
    };
    let mut text = serde_json::to_vec_pretty(&manifest).map_err(|e| Fault::Mismatch(e.to_string()))?;
    text.push(b'\n');
    write_whole(&to.join(MANIFEST), &text)?;
    Ok(manifest)
}

fn may_be_left_out(wanted: &[&str], left_out: &[Table], kept: &[Table]) -> Result<()> {
    if let Some(unknown) = wanted.iter().find(|name| !left_out.iter().any(|table| table.name == **name)) {
        return Err(Fault::Mismatch(format!("there is no table {unknown} to leave out")));
    }
    for table in kept {
        if let Some(parent) = table.parents.iter().find(|parent| left_out.iter().any(|t| t.name == **parent))
        {
            return Err(Fault::Mismatch(format!("{parent} cannot be left out: {} refers to it", table.name)));
        }
    }
    Ok(())
}

fn write_table(source: &mut impl Source, table: &Table, to: &Path, tell: Tell<'_>) -> Result<TableEntry> {
    let file = to.join(format!("{}.jsonl", table.name));
    let mut out = BufWriter::with_capacity(1 << 16, File::create_new(&file).map_err(at(&file))?);
    let (rows, sha256) = each_line(source, table, &mut |line, done| {
        if done % ROWS_BETWEEN_WORDS == 0 {
            tell(Progress { table: &table.name, rows: done, total: None });
        }
        out.write_all(line).map_err(at(&file))
    })?;
    let whole = out.into_inner().map_err(|e| at(&file)(e.into_error()))?;
    whole.sync_all().map_err(at(&file))?;
    tell(Progress { table: &table.name, rows, total: Some(rows) });
    Ok(TableEntry { name: table.name.clone(), columns: table.columns.clone(), rows, sha256 })
}

/// Shows the lines of a table with their numbers, and returns how many there were and their SHA-256.
pub(super) fn each_line(
    source: &mut impl Source,
    table: &Table,
    see: &mut dyn FnMut(&[u8], u64) -> Result<()>,
) -> Result<(u64, String)> {
    let (mut hash, mut count, mut line) = (Sha256::new(), 0, Vec::new());
    source.rows(table, &mut |row| {
        line.clear();
        count += 1;
        rows::write(&mut line, &table.columns, row).map_err(at(Path::new(&table.name)))?;
        hash.update(&line);
        see(&line, count)
    })?;
    Ok((count, hex(&hash.finalize())))
}
