//! Bringing a schema's tables to the present form.

use crate::error::{Refusal, fault, unavailable};
use sallyport_kernel::Timestamp;
use sallyport_store::StoreError;
use tokio_postgres::Client;

/// A numbered step of the tables: its file's name, and its text.
pub type Migration = (&'static str, &'static str);

macro_rules! migrations {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../migrations/", $folder, "/", $name, ".sql")))),*]
    };
}

/// The steps of the control schema.
pub const CONTROL_MIGRATIONS: &[Migration] = migrations!("control": "0001_tenants");

/// The steps of a tenant's schema.
pub const TENANT_MIGRATIONS: &[Migration] = migrations!("tenant": "0001_people", "0002_apps", "0003_audit", "0004_sessions", "0005_factors", "0006_mail", "0007_groups", "0008_guessing", "0009_keys", "0010_notices", "0011_sms", "0012_journal");

/// Applies the steps that the schema has not seen, in the transaction and the search path that `client`
/// stands in. The caller holds the lock that keeps other nodes from doing the same.
pub(crate) async fn migrate(
    client: &Client,
    migrations: &[Migration],
    at: Timestamp,
) -> Result<(), StoreError> {
    let table = "CREATE TABLE IF NOT EXISTS migration \
                 (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";
    client.batch_execute(table).await.map_err(fault)?;
    let done = "SELECT count(*), COALESCE(max(number), 0) FROM migration";
    let row = client.query_one(done, &[]).await.map_err(fault)?;
    let (count, last): (i64, i64) = (
        row.try_get(0).map_err(fault)?,
        row.try_get(1).map_err(fault)?,
    );
    let seen = usize::try_from(last)
        .ok()
        .filter(|seen| count == last && *seen <= migrations.len());
    let seen = seen.ok_or_else(|| unavailable(Refusal::Newer))?;
    for (number, (name, text)) in (1_i64..).zip(migrations).skip(seen) {
        client.batch_execute(text).await.map_err(fault)?;
        let note = "INSERT INTO migration (number, name, applied_at) VALUES ($1, $2, $3)";
        client
            .execute(note, &[&number, name, &at.as_microsecond()])
            .await
            .map_err(fault)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
