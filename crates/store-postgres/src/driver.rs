//! Statements of `store-sql` on pooled connections.

use crate::error::{Refusal, fault, unavailable};
use crate::store::Tenant;
use crate::values::{Bound, row};
use deadpool_postgres::Object;
use futures::try_join;
use sallyport_store::StoreError;
use sallyport_store_sql::{AuditRow, Batch, Changer, Driver, Param, Row};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;
use tokio_postgres::types::ToSql;

/// The channel on which nodes tell each other of changes to who may do what.
pub(crate) const CHANNEL: &str = "sallyport_access";

const INSERT: &str = "INSERT INTO audit_batch (records, first_at, last_at, terms, body) VALUES ($1, $2, $3, $4, $5) \
                      RETURNING number";

/// A connection in a transaction that has entered a tenant.
pub(crate) struct Session {
    client: Option<Object>,
    tenant: Arc<Tenant>,
    /// Held while changing: those of this node wait here, and not each on a connection.
    turn: Option<OwnedMutexGuard<()>>,
}

impl Session {
    pub(crate) fn new(
        client: Object,
        tenant: Arc<Tenant>,
        turn: Option<OwnedMutexGuard<()>>,
    ) -> Self {
        Self {
            client: Some(client),
            tenant,
            turn,
        }
    }

    fn client(&self) -> Result<&Object, StoreError> {
        self.client
            .as_ref()
            .ok_or_else(|| unavailable(Refusal::Ended))
    }

    async fn rows(
        &self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await.map_err(fault)?;
        let bound: Vec<_> = params.iter().map(Bound).collect();
        let bound: Vec<_> = bound
            .iter()
            .map(|param| param as &(dyn ToSql + Sync))
            .collect();
        client.query(&statement, &bound).await.map_err(fault)
    }

    /// Writes records and commits, in a task of its own: it goes on to the end even if nobody waits for it.
    pub(crate) async fn finish(
        mut self,
        records: Vec<AuditRow>,
        raised: Option<u64>,
    ) -> Result<(), StoreError> {
        let work = async move {
            let last = if let Some(batch) = Batch::of(records)? {
                Some(self.insert_and_commit(&batch, raised).await?)
            } else {
                let commit = self.client()?.batch_execute("COMMIT").await;
                commit.map_err(fault)?;
                None
            };
            self.tenant.committed(raised, last);
            drop(self.client.take());
            Ok(())
        };
        tokio::spawn(work).await.map_err(unavailable)?
    }

    /// Lock, records, notice and commit go to the server together. If one fails, so does the commit:
    /// PostgreSQL answers the COMMIT of a broken transaction with a rollback.
    async fn insert_and_commit(
        &self,
        batch: &Batch,
        raised: Option<u64>,
    ) -> Result<i64, StoreError> {
        let client = self.client()?;
        let lock = client
            .prepare_cached("SELECT pg_advisory_xact_lock($1)")
            .await
            .map_err(fault)?;
        let insert = client.prepare_cached(INSERT).await.map_err(fault)?;
        let notify = client
            .prepare_cached("SELECT pg_notify($1, $2) WHERE $3")
            .await
            .map_err(fault)?;
        let (order, tenant, tell) = (
            self.tenant.place.order(),
            self.tenant.id.to_string(),
            raised.is_some(),
        );
        let lock_params: [&(dyn ToSql + Sync); 1] = [&order];
        let notify_params: [&(dyn ToSql + Sync); 3] = [&CHANNEL, &tenant, &tell];
        let insert_params = columns(batch);
        let (_, row, _, ()) = try_join!(
            client.query(&lock, &lock_params),
            client.query_one(&insert, &insert_params),
            client.query(&notify, &notify_params),
            client.batch_execute("COMMIT"),
        )
        .map_err(fault)?;
        row.try_get(0).map_err(fault)
    }
}

/// Inserts records in the transaction that the client stands in.
pub(crate) async fn insert(client: &Object, records: Vec<AuditRow>) -> Result<(), StoreError> {
    if let Some(batch) = Batch::of(records)? {
        client
            .query_one(INSERT, &columns(&batch))
            .await
            .map_err(fault)?;
    }
    Ok(())
}

fn columns(batch: &Batch) -> [&(dyn ToSql + Sync); 5] {
    [
        &batch.records,
        &batch.first_at,
        &batch.last_at,
        &batch.terms,
        &batch.body,
    ]
}

impl Driver for Session {
    const POSITION: &'static str = "strpos";

    fn members(parameter: u8) -> String {
        format!("(SELECT jsonb_array_elements_text(CAST(CAST(${parameter} AS text) AS jsonb)))")
    }

    async fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        self.rows(sql, params).await?.iter().map(row).collect()
    }

    async fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await.map_err(fault)?;
        let bound: Vec<_> = params.iter().map(Bound).collect();
        let bound: Vec<_> = bound
            .iter()
            .map(|param| param as &(dyn ToSql + Sync))
            .collect();
        client.execute(&statement, &bound).await.map_err(fault)
    }
}

impl Changer for Session {
    async fn commit(self, record: AuditRow, raised: Option<u64>) -> Result<(), StoreError> {
        self.finish(vec![record], raised).await
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let (Some(client), turn) = (self.client.take(), self.turn.take()) else {
            return;
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                if client.batch_execute("ROLLBACK").await.is_err() {
                    drop(Object::take(client));
                }
                drop(turn);
            })),
            // Without a runtime nobody can wait for the server; closing the connection rolls back.
            Err(_) => drop(Object::take(client)),
        }
    }
}
