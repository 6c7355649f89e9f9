//! What the two catalogues say about tables, in words that both engines share.

use super::{Fault, Result};
use crate::{
    Value,
    engine::{postgres as pg, sqlite},
    migrate::{Applied, applied_postgres, applied_sqlite},
};
use postgres::{Transaction, fallible_iterator::FallibleIterator, types::Type};
use serde::{Deserialize, Serialize};

/// The four types of columns; truth values, instants and identifiers are whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number of 64 bits.
    Integer,
    /// A floating-point number of 64 bits.
    Real,
    /// Text.
    Text,
    /// Bytes, base64 in the files.
    Bytes,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Kind,
}

/// One table as a catalogue describes it.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// The primary key in its order, then the other columns alphabetically.
    pub(crate) columns: Vec<ColumnShape>,
    /// How many of the columns are the primary key.
    key: usize,
    /// The tables that it refers to.
    pub(crate) parents: Vec<String>,
    /// PostgreSQL's types of the columns.
    pub(crate) types: Vec<Type>,
}

impl Table {
    pub(crate) fn quoted(&self) -> String {
        quoted(&self.name)
    }

    pub(crate) fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// Every row in the order of the primary key; by all columns where a table has none.
    fn select(&self, collation: &str) -> String {
        let key = if self.key == 0 { &self.columns[..] } else { &self.columns[..self.key] };
        let term = |column: &ColumnShape| {
            let collation = if column.kind == Kind::Text { collation } else { "" };
            let nulls = if self.key == 0 { " NULLS FIRST" } else { "" };
            format!("{}{collation}{nulls}", quoted(&column.name))
        };
        let order = key.iter().map(term).collect::<Vec<_>>().join(", ");
        format!("SELECT {} FROM {} ORDER BY {order}", self.column_list(), self.quoted())
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A consistent state of a database that can be read table by table.
pub(crate) trait Source {
    fn applied(&mut self) -> Result<Applied>;
    /// The tables of the migrated schema by name, without the list of migrations itself.
    fn tables(&mut self) -> Result<Vec<Table>>;
    /// Shows every row in order, one at a time.
    fn rows(&mut self, table: &Table, see: &mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()>;
    fn count(&mut self, table: &Table) -> Result<u64>;
}

pub(crate) struct Sqlite<'c>(pub(crate) &'c rusqlite::Connection);

pub(crate) struct Postgres<'t, 'c>(pub(crate) &'t mut Transaction<'c>);

impl Source for Sqlite<'_> {
    fn applied(&mut self) -> Result<Applied> {
        Ok(applied_sqlite(self.0)?)
    }

    fn tables(&mut self) -> Result<Vec<Table>> {
        let names = "SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'migrations' ORDER BY name";
        let names: Vec<String> = self.list(names, &[], |row| row.get(0))?;
        names.into_iter().map(|name| self.table(name)).collect()
    }

    fn rows(&mut self, table: &Table, see: &mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()> {
        let mut select = self.0.prepare(&table.select("")).map_err(sqlite::fault)?;
        let mut rows = select.query([]).map_err(sqlite::fault)?;
        while let Some(row) = rows.next().map_err(sqlite::fault)? {
            let values = (0..table.columns.len()).map(|place| sqlite::column(row, place));
            see(&values.collect::<crate::Result<Vec<_>>>()?)?;
        }
        Ok(())
    }

    fn count(&mut self, table: &Table) -> Result<u64> {
        let sql = format!("SELECT COUNT(*) FROM {}", table.quoted());
        let count = self.0.query_row(&sql, [], |row| row.get::<_, i64>(0)).map_err(sqlite::fault)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Sqlite<'_> {
    fn list<T>(
        &self,
        sql: &str,
        params: &[&str],
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let rows = || {
            let mut prepared = self.0.prepare(sql)?;
            let rows = prepared.query_map(rusqlite::params_from_iter(params), read)?;
            rows.collect::<rusqlite::Result<Vec<T>>>()
        };
        Ok(rows().map_err(sqlite::fault)?)
    }

    fn table(&self, name: String) -> Result<Table> {
        let sql = "SELECT name, type FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY pk = 0, pk, name";
        let found: Vec<(String, String)> = self.list(sql, &[&name], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let key = "SELECT COUNT(*) FROM pragma_table_xinfo($1) WHERE hidden = 0 AND pk > 0";
        let key: i64 = self.list(key, &[&name], |row| row.get::<_, i64>(0))?.into_iter().sum();
        let parents = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1) ORDER BY 1";
        let parents = self.list(parents, &[&name], |row| row.get(0))?;
        let shape = |(column, kind): (String, String)| {
            let known = match kind.as_str() {
                "INTEGER" | "INT" => Kind::Integer,
                "REAL" => Kind::Real,
                "TEXT" => Kind::Text,
                "BLOB" => Kind::Bytes,
                _ => return Err(Fault::Unportable { table: name.clone(), column, kind }),
            };
            Ok(ColumnShape { name: column, kind: known })
        };
        let columns = found.into_iter().map(shape).collect::<Result<Vec<_>>>()?;
        Ok(Table { name, columns, key: usize::try_from(key).unwrap_or(0), parents, types: Vec::new() })
    }
}

/// Every column of every table: table, column, type, place in the primary key or NULL. An int2vector counts from 0.
const COLUMNS: &str = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), CAST(t.typname AS TEXT),
        array_position(CAST(i.indkey AS INT2[]), a.attnum)
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relnamespace = CAST(current_schema() AS REGNAMESPACE) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'migrations'
    ORDER BY CAST(c.relname AS TEXT) COLLATE \"C\", 4 NULLS LAST, CAST(a.attname AS TEXT) COLLATE \"C\"";
const PARENTS: &str = "SELECT DISTINCT CAST(p.relname AS TEXT)
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS p ON p.oid = k.confrelid
    WHERE k.contype = 'f' AND c.relname = $1 AND c.relnamespace = CAST(current_schema() AS REGNAMESPACE) ORDER BY 1";

impl Source for Postgres<'_, '_> {
    fn applied(&mut self) -> Result<Applied> {
        Ok(applied_postgres(self.0)?)
    }

    fn tables(&mut self) -> Result<Vec<Table>> {
        let mut tables: Vec<Table> = Vec::new();
        for row in self.0.query(COLUMNS, &[]).map_err(|e| pg::fault(&e))? {
            let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            let in_key = row.get::<_, Option<i32>>(3).is_some();
            let (kind, own) = match kind.as_str() {
                "int8" => (Kind::Integer, Type::INT8),
                "int4" => (Kind::Integer, Type::INT4),
                "int2" => (Kind::Integer, Type::INT2),
                "bool" => (Kind::Integer, Type::BOOL),
                "float8" => (Kind::Real, Type::FLOAT8),
                "text" | "varchar" => (Kind::Text, Type::TEXT),
                "bytea" => (Kind::Bytes, Type::BYTEA),
                _ => return Err(Fault::Unportable { table, column, kind }),
            };
            if tables.last().is_none_or(|last| last.name != table) {
                let parents = self.0.query(PARENTS, &[&table]).map_err(|e| pg::fault(&e))?;
                let parents = parents.iter().map(|row| row.get(0)).collect();
                tables.push(Table { name: table, columns: Vec::new(), key: 0, parents, types: Vec::new() });
            }
            if let Some(last) = tables.last_mut() {
                last.columns.push(ColumnShape { name: column, kind });
                last.types.push(own);
                last.key += usize::from(in_key);
            }
        }
        Ok(tables)
    }

    fn rows(&mut self, table: &Table, see: &mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()> {
        let told = |e: postgres::Error| pg::fault(&e);
        let mut rows = self.0.query_raw(&table.select(" COLLATE \"C\""), Vec::<i64>::new()).map_err(told)?;
        while let Some(row) = rows.next().map_err(told)? {
            let values = (0..table.columns.len()).map(|place| pg::column(&row, place));
            see(&values.collect::<crate::Result<Vec<_>>>()?)?;
        }
        Ok(())
    }

    fn count(&mut self, table: &Table) -> Result<u64> {
        let sql = format!("SELECT COUNT(*) FROM {}", table.quoted());
        let row = self.0.query_one(&sql, &[]).map_err(|e| pg::fault(&e))?;
        Ok(u64::try_from(row.get::<_, i64>(0)).unwrap_or(0))
    }
}
