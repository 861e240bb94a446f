//! A tenant's tables, as a use case sees them.

use crate::audit::{AuditRow, record_id};
use crate::fields::Fields;
use crate::value::{Param, Row, params};
use async_trait::async_trait;
use sallyport_kernel::Random;
use sallyport_kernel::id::TenantId;
use sallyport_policy::{Outcome, Receipt};
use sallyport_store::{StoreError, Transaction};
use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;

/// A connection that stands in a transaction, within one tenant's tables.
///
/// Dropping it ends the transaction without a change.
pub trait Driver: Send {
    /// The function that tells where a text stands in another, counted from 1: 0 if nowhere.
    const POSITION: &'static str;

    /// The members of a JSON array of texts, given as the parameter of that number, for `IN`.
    fn members(parameter: u8) -> String;

    /// The rows of a query.
    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// How many rows a statement changed.
    fn execute(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// A driver whose transaction may change things.
pub trait Changer: Driver + 'static {
    /// Writes the record and commits, durably; tells the watchers of the access version, if it was
    /// raised, before it returns.
    fn commit(
        self,
        record: AuditRow,
        raised: Option<u64>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A tenant's tables in one transaction: what `Store::read` and `Store::begin` return.
pub struct View<D> {
    pub(crate) driver: D,
    pub(crate) tenant: TenantId,
    random: Arc<dyn Random>,
    raised: Option<u64>,
}

impl<D: Driver> View<D> {
    /// The view that the driver has of the tenant.
    pub fn new(driver: D, tenant: TenantId, random: Arc<dyn Random>) -> Self {
        Self {
            driver,
            tenant,
            random,
            raised: None,
        }
    }

    /// The only row, or `None`.
    pub(crate) async fn row(
        &mut self,
        table: &'static str,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Option<Fields>, StoreError> {
        let rows = self.driver.query(sql, params).await?;
        Ok(rows.into_iter().next().map(|row| Fields::of(table, row)))
    }

    /// All rows.
    pub(crate) async fn rows(
        &mut self,
        table: &'static str,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<impl Iterator<Item = Fields> + Send + use<D>, StoreError> {
        let rows = self.driver.query(sql, params).await?;
        Ok(rows.into_iter().map(move |row| Fields::of(table, row)))
    }

    /// Whether the query has a row.
    pub(crate) async fn any(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<bool, StoreError> {
        Ok(!self.driver.query(sql, params).await?.is_empty())
    }

    /// An `INSERT … ON CONFLICT DO NOTHING`: what is there already makes it `Taken`.
    pub(crate) async fn insert(
        &mut self,
        what: &'static str,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<(), StoreError> {
        match self.driver.execute(sql, params).await? {
            0 => Err(StoreError::Taken(what)),
            _ => Ok(()),
        }
    }

    /// A change of one row that must be there.
    pub(crate) async fn change(
        &mut self,
        what: &'static str,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<(), StoreError> {
        match self.driver.execute(sql, params).await? {
            0 => Err(StoreError::Missing(what)),
            _ => Ok(()),
        }
    }

    /// `Missing` unless the table, which has a column `id`, has the row.
    pub(crate) async fn must_have(
        &mut self,
        what: &'static str,
        table: &'static str,
        id: impl Display + Send,
    ) -> Result<(), StoreError> {
        let sql = format!("SELECT 1 FROM {table} WHERE id = $1");
        if self.any(&sql, params![id.to_string()]).await? {
            Ok(())
        } else {
            Err(StoreError::Missing(what))
        }
    }

    /// Raises the access version, once in a transaction.
    pub(crate) async fn raise(&mut self) -> Result<(), StoreError> {
        if self.raised.is_none() {
            let sql = "UPDATE tenant_state SET access_version = access_version + 1 WHERE id = 1 \
                       RETURNING access_version";
            let row = self.row("tenant_state", sql, &[]).await?;
            let missing = || StoreError::Corrupt {
                table: "tenant_state",
                column: "id",
                row: "1".to_owned(),
            };
            self.raised = Some(row.ok_or_else(missing)?.number("access_version")?);
        }
        Ok(())
    }
}

#[async_trait]
impl<D: Changer> Transaction for View<D> {
    async fn commit(self: Box<Self>, receipt: Receipt) -> Result<(), StoreError> {
        // A receipt of another tenant is no receipt here: nothing is committed.
        if receipt.tenant() != self.tenant {
            return Err(StoreError::Missing("tenant"));
        }
        // Nor is one that says that nothing was done.
        if receipt.outcome() != Outcome::Allowed {
            return Err(StoreError::Missing("permit"));
        }
        let entry = receipt.into_entry();
        let id = record_id(entry.at, self.random.as_ref());
        let record = AuditRow::new(id, entry);
        self.driver.commit(record, self.raised).await
    }
}
