//! Bringing a file's tables to the present form.

use crate::error::{Refusal, fault, unavailable};
use rusqlite::{Connection, params};
use sallyport_kernel::Timestamp;
use sallyport_store::StoreError;

/// A numbered step of the tables: its file's name, and its text.
pub type Migration = (&'static str, &'static str);

macro_rules! migrations {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../migrations/", $folder, "/", $name, ".sql")))),*]
    };
}

/// The steps of the control file.
pub const CONTROL_MIGRATIONS: &[Migration] = migrations!("control": "0001_tenants");

/// The steps of a tenant's file.
pub const TENANT_MIGRATIONS: &[Migration] = migrations!("tenant": "0001_people", "0002_apps", "0003_audit", "0004_sessions", "0005_factors", "0006_mail", "0007_groups", "0008_guessing", "0009_keys", "0010_notices", "0011_sms", "0012_journal");

/// Applies the steps that the file has not seen, each in a transaction of its own.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[Migration],
    at: Timestamp,
) -> Result<(), StoreError> {
    let table = "CREATE TABLE IF NOT EXISTS migration \
                 (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";
    connection.execute_batch(table).map_err(fault)?;
    let done = "SELECT count(*), COALESCE(max(number), 0) FROM migration";
    let (count, last): (i64, i64) = connection
        .query_row(done, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(fault)?;
    let seen = usize::try_from(last)
        .ok()
        .filter(|seen| count == last && *seen <= migrations.len());
    let seen = seen.ok_or_else(|| unavailable(Refusal::Newer))?;
    for (number, (name, text)) in (1_i64..).zip(migrations).skip(seen) {
        let step = connection.transaction().map_err(fault)?;
        step.execute_batch(text).map_err(fault)?;
        let note = "INSERT INTO migration (number, name, applied_at) VALUES (?1, ?2, ?3)";
        step.execute(note, params![number, name, at.as_microsecond()])
            .map_err(fault)?;
        step.commit().map_err(fault)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
