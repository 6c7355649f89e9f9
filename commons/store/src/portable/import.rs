//! From files to a database, all or nothing.

use super::{
    Fault, Manifest, Progress, Result, TableEntry, Tell, at,
    export::each_line,
    manifest, rows,
    schema::{Postgres, Source, Sqlite, Table},
};
use crate::{
    Config, Dialect, Migration, Target, Value,
    engine::{
        postgres::{self as pg, apart},
        sqlite,
    },
    migrate::{self, hex},
    sql::ddl,
};
use postgres::{Transaction, binary_copy::BinaryCopyInWriter, types::ToSql};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

/// Rows between two words about progress.
const ROWS_BETWEEN_WORDS: u64 = 5_000;

/// Reads an export into an empty database on either engine: one that does not exist yet or has no tables, or one that
/// was migrated to where the export was made and holds nothing but what its migrations put there. The schema is made as
/// the export had it; opening the store brings it up to date afterwards. All rows arrive in one transaction, in which
/// counts, checksums and references are checked.
///
/// # Errors
/// When the program does not know the export's migrations, the database is not empty, or a file is damaged. Then the
/// database has no rows.
pub fn import(config: &Config, migrations: &[Migration], from: &Path, tell: Tell<'_>) -> Result<Manifest> {
    let manifest = manifest(from)?;
    let wanted = as_exported(migrations, &manifest)?;
    let load = Load { from, manifest: &manifest, seeds: seeds(&wanted)? };
    match &config.target {
        Target::Sqlite(file) => {
            let connection = sqlite::Connection::open(file, config, true)?.without_deadline();
            migrate::migrate_sqlite(&connection, config, &wanted)?;
            into_sqlite(&connection, &load, tell)?;
        }
        Target::Postgres { url, .. } => apart(|| {
            let mut client = pg::connect(url, config)?;
            migrate::migrate_postgres(&mut client, config, &wanted)?;
            into_postgres(&mut client, &load, tell)
        })?,
    }
    Ok(manifest)
}

/// The migrations that the export names, in the order in which the program applies them.
fn as_exported(known: &[Migration], manifest: &Manifest) -> Result<Vec<Migration>> {
    let mut wanted: HashMap<(&str, u32), &str> =
        manifest.migrations.iter().map(|m| ((m.of.as_str(), m.number), m.checksum.as_str())).collect();
    let mut found = Vec::with_capacity(wanted.len());
    for migration in known {
        let Some(checksum) = wanted.remove(&(migration.of, migration.number)) else { continue };
        if checksum != migration.checksum() {
            let (of, number) = (migration.of, migration.number);
            return Err(Fault::Mismatch(format!(
                "migration {of} {number} reads differently where the export was made"
            )));
        }
        found.push(*migration);
    }
    match wanted.keys().next() {
        None => Ok(found),
        Some((of, number)) => Err(Fault::Mismatch(format!(
            "the export has migration {of} {number}, which this version does not know; use the version that made it, or a newer one"
        ))),
    }
}

/// What the migrations themselves put into tables: rows and SHA-256 by table.
fn seeds(migrations: &[Migration]) -> Result<HashMap<String, (u64, String)>> {
    let raw = rusqlite::Connection::open_in_memory().map_err(sqlite::fault)?;
    raw.execute_batch("PRAGMA foreign_keys = OFF").map_err(sqlite::fault)?;
    for migration in migrations {
        raw.execute_batch(&ddl(migration.sql, Dialect::Sqlite)).map_err(sqlite::fault)?;
    }
    let mut source = Sqlite(&raw);
    let tables = source.tables()?;
    tables
        .into_iter()
        .map(|table| Ok((table.name.clone(), each_line(&mut source, &table, &mut |_, _| Ok(()))?)))
        .collect()
}

/// What is to be loaded, and what may be there before.
struct Load<'a> {
    from: &'a Path,
    manifest: &'a Manifest,
    seeds: HashMap<String, (u64, String)>,
}

impl Load<'_> {
    /// The tables that rows will be put into; an error unless the database fits and is empty.
    fn tables(&self, source: &mut impl Source) -> Result<Vec<Table>> {
        let mut tables = source.tables()?;
        for table in &tables {
            self.is_empty(source, table)?;
        }
        tables.retain(|table| !self.manifest.left_out.contains(&table.name));
        let ours = tables.iter().map(|table| (&table.name, &table.columns));
        if ours.eq(self.manifest.tables.iter().map(|entry| (&entry.name, &entry.columns))) {
            return Ok(tables);
        }
        let differs = |entry: &&TableEntry| {
            !tables.iter().any(|table| table.name == entry.name && table.columns == entry.columns)
        };
        let what =
            self.manifest.tables.iter().find(differs).map_or("a table is not in the export", |e| &e.name);
        Err(Fault::Mismatch(format!("the tables of the database and of the export differ: {what}")))
    }

    fn is_empty(&self, source: &mut impl Source, table: &Table) -> Result<()> {
        let count = source.count(table)?;
        let seeded = self.seeds.get(&table.name).filter(|(rows, _)| *rows == count);
        let same = match seeded {
            Some((_, sha256)) if count > 0 => each_line(source, table, &mut |_, _| Ok(()))?.1 == *sha256,
            _ => count == 0,
        };
        if same { Ok(()) } else { Err(Fault::NotEmpty(table.name.clone())) }
    }

    /// Hands over the rows of a table and checks that they are the ones the manifest tells of.
    fn rows(
        &self,
        table: &Table,
        tell: Tell<'_>,
        put: &mut dyn FnMut(&[Value<'_>]) -> Result<()>,
    ) -> Result<()> {
        let Some(entry) = self.manifest.tables.iter().find(|entry| entry.name == table.name) else {
            return Ok(());
        };
        let file = self.from.join(format!("{}.jsonl", table.name));
        let mut lines = BufReader::with_capacity(1 << 16, File::open(&file).map_err(at(&file))?);
        let (mut hash, mut line, mut done) = (Sha256::new(), Vec::new(), 0);
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line).map_err(at(&file))? == 0 {
                break;
            }
            done += 1;
            hash.update(&line);
            let wrong = |problem| Fault::Row { table: table.name.clone(), line: done, problem };
            put(&rows::read(&line, &table.columns).map_err(wrong)?)?;
            if done % ROWS_BETWEEN_WORDS == 0 {
                tell(Progress { table: &table.name, rows: done, total: Some(entry.rows) });
            }
        }
        tell(Progress { table: &table.name, rows: done, total: Some(entry.rows) });
        let damaged = |problem: String| Err(Fault::Damaged { file: file.clone(), problem });
        if done != entry.rows {
            return damaged(format!("{} rows are expected, {done} found", entry.rows));
        }
        if hex(&hash.finalize()) != entry.sha256 {
            return damaged("the checksum is not the one in the manifest".to_owned());
        }
        Ok(())
    }

    fn counted(&self, source: &mut impl Source, tables: &[Table]) -> Result<()> {
        for (table, entry) in tables.iter().zip(&self.manifest.tables) {
            let count = source.count(table)?;
            if count != entry.rows {
                let name = &table.name;
                return Err(Fault::Mismatch(format!(
                    "{name}: {} rows were read, {count} arrived",
                    entry.rows
                )));
            }
        }
        Ok(())
    }
}

fn into_sqlite(connection: &sqlite::Connection, load: &Load<'_>, tell: Tell<'_>) -> Result<()> {
    // Rows arrive table by table, not parents first; references are checked as a whole before the commit.
    connection.raw().execute_batch("PRAGMA foreign_keys = OFF").map_err(sqlite::fault)?;
    connection.control("BEGIN IMMEDIATE")?;
    let loaded = load_sqlite(connection.raw(), load, tell);
    let ended = connection.control(if loaded.is_ok() { "COMMIT" } else { "ROLLBACK" });
    loaded?;
    ended?;
    connection.raw().execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)").map_err(sqlite::fault)?;
    Ok(())
}

fn load_sqlite(raw: &rusqlite::Connection, load: &Load<'_>, tell: Tell<'_>) -> Result<()> {
    let tables = load.tables(&mut Sqlite(raw))?;
    for table in &tables {
        raw.execute_batch(&format!("DELETE FROM {}", table.quoted())).map_err(sqlite::fault)?;
        let places = (1..=table.columns.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let insert = format!("INSERT INTO {} ({}) VALUES ({places})", table.quoted(), table.column_list());
        let mut insert = raw.prepare(&insert).map_err(sqlite::fault)?;
        load.rows(table, tell, &mut |row| {
            insert.execute(rusqlite::params_from_iter(row)).map_err(sqlite::fault)?;
            Ok(())
        })?;
    }
    load.counted(&mut Sqlite(raw), &tables)?;
    match sqlite::dangling(raw)? {
        None => Ok(()),
        Some(problem) => Err(Fault::Dangling(problem)),
    }
}

/// The references of this schema, as statements that take them away and put them back. Putting back checks all rows
/// with one join, where a deferred constraint would remember every single row until the end.
const REFERENCES: &str = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', CAST(conrelid AS REGCLASS), conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', CAST(conrelid AS REGCLASS), conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND connamespace = CAST(current_schema() AS REGNAMESPACE)
    ORDER BY conname";

fn into_postgres(client: &mut postgres::Client, load: &Load<'_>, tell: Tell<'_>) -> Result<()> {
    let told = |e: postgres::Error| pg::fault(&e);
    let mut tx = client.transaction().map_err(told)?;
    tx.batch_execute(pg::UNHURRIED).map_err(told)?;
    let names: Vec<_> = Postgres(&mut tx).tables()?.iter().map(Table::quoted).collect();
    if !names.is_empty() {
        tx.batch_execute(&format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", names.join(", ")))
            .map_err(told)?;
    }
    let tables = load.tables(&mut Postgres(&mut tx))?;
    let references = tx.query(REFERENCES, &[]).map_err(told)?;
    for reference in &references {
        tx.batch_execute(reference.get(0)).map_err(told)?;
    }
    for table in &tables {
        copy_in(&mut tx, table, load, tell)?;
    }
    load.counted(&mut Postgres(&mut tx), &tables)?;
    for reference in &references {
        tx.batch_execute(reference.get(1)).map_err(|e| match e.as_db_error() {
            Some(problem) if problem.code() == &postgres::error::SqlState::FOREIGN_KEY_VIOLATION => {
                Fault::Dangling(problem.detail().unwrap_or_else(|| problem.message()).to_owned())
            }
            _ => told(e).into(),
        })?;
    }
    tx.commit().map_err(told)?;
    client.batch_execute("ANALYZE").map_err(told)?;
    Ok(())
}

fn copy_in(tx: &mut Transaction<'_>, table: &Table, load: &Load<'_>, tell: Tell<'_>) -> Result<()> {
    let told = |e: postgres::Error| pg::fault(&e);
    tx.batch_execute(&format!("DELETE FROM {}", table.quoted())).map_err(told)?;
    let copy = format!("COPY {} ({}) FROM STDIN BINARY", table.quoted(), table.column_list());
    let mut writer = BinaryCopyInWriter::new(tx.copy_in(&copy).map_err(told)?, &table.types);
    load.rows(table, tell, &mut |row| {
        let row: Vec<&(dyn ToSql + Sync)> = row.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        Ok(writer.write(&row).map_err(told)?)
    })?;
    writer.finish().map_err(told)?;
    Ok(())
}
