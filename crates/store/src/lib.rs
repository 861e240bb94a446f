//! The ports of storage: what use cases may ask of a store, and what every store promises.
//!
//! A store is opened *for a tenant*: [`Store::read`] and [`Store::begin`] take the tenant, and nothing that
//! they return can reach another's data. Changes are made in a [`Transaction`], and
//! [`Transaction::commit`] takes a [`Receipt`]: the act's audit record commits with it, or neither does.
//!
//! There is a trait for each aggregate, in a reading and a writing half. Adapters (`store-sqlite`,
//! `store-postgres`) implement them and run the contract suite of `testkit`; drivers'
//! errors stop there.
//!
//! Start reading at [`Store`], then [`Transaction`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod access;
pub mod accounts;
pub mod apps;
pub mod audit;
pub mod datasources;
pub mod error;
pub mod factors;
pub mod guessing;
pub mod keys;
pub mod mail;
pub mod people;
pub mod sessions;
pub mod workspaces;

pub use access::{AccessRead, AccessWrite};
pub use accounts::{AccountsRead, AccountsWrite};
pub use apps::{AppsRead, AppsWrite};
pub use audit::{AuditRead, AuditRecord};
pub use datasources::{DatasourcesRead, DatasourcesWrite};
pub use error::StoreError;
pub use factors::{FactorsRead, FactorsWrite};
pub use guessing::{GuessingRead, GuessingWrite};
pub use keys::{KeysRead, KeysWrite};
pub use mail::{MailRead, MailWrite};
pub use people::{PeopleFilter, PeopleRead, PeopleWrite};
pub use sessions::{SessionsRead, SessionsWrite, Used};
pub use workspaces::{WorkspacesRead, WorkspacesWrite};

use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_model::entity::Tenant;
use sallyport_policy::{Receipt, SystemPermit};
use tokio::sync::watch;

/// Everything but the audit log that can be read of a tenant, as of one moment.
pub trait Read:
    AccessRead
    + PeopleRead
    + AccountsRead
    + GuessingRead
    + FactorsRead
    + MailRead
    + SessionsRead
    + KeysRead
    + WorkspacesRead
    + AppsRead
    + DatasourcesRead
    + Send
{
}

impl<T> Read for T where
    T: AccessRead
        + PeopleRead
        + AccountsRead
        + GuessingRead
        + FactorsRead
        + MailRead
        + SessionsRead
        + KeysRead
        + WorkspacesRead
        + AppsRead
        + DatasourcesRead
        + Send
{
}

/// A change to one tenant's data: all of it happens at [`Transaction::commit`], or none.
///
/// Dropping a transaction rolls it back.
#[async_trait]
pub trait Transaction:
    Read
    + AccessWrite
    + PeopleWrite
    + AccountsWrite
    + GuessingWrite
    + FactorsWrite
    + MailWrite
    + SessionsWrite
    + KeysWrite
    + WorkspacesWrite
    + AppsWrite
    + DatasourcesWrite
{
    /// Writes the act's record and commits both, durably. The receipt must be of the same tenant, and of an act
    /// that was allowed: one of a refusal or a failure is for [`Store::record`] alone.
    async fn commit(self: Box<Self>, receipt: Receipt) -> Result<(), StoreError>;
}

/// A store of tenants' data.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// All tenants, the oldest first.
    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError>;

    /// Makes a tenant and its place: an encrypted file, or a schema and a role. That it was made is the first
    /// record of its log: neither is there without the other. `Taken` if the id is there.
    async fn create_tenant(&self, tenant: &Tenant, permit: SystemPermit) -> Result<(), StoreError>;

    /// A consistent view of a tenant. `Missing` if there is no such tenant.
    async fn read(&self, tenant: TenantId) -> Result<Box<dyn Read>, StoreError>;

    /// A consistent view of a tenant's audit log, with every record that was acknowledged before. A store may have to
    /// commit for that, and so waits for whoever is changing the tenant: not to be called within a [`Transaction`].
    async fn read_log(&self, tenant: TenantId) -> Result<Box<dyn AuditRead>, StoreError>;

    /// A change to a tenant. `Missing` if there is no such tenant.
    async fn begin(&self, tenant: TenantId) -> Result<Box<dyn Transaction>, StoreError>;

    /// Writes the record of an act that changes nothing in the store, such as a query's run or a refusal;
    /// durable when it returns. Records that come at the same time share a commit.
    async fn record(&self, receipt: Receipt) -> Result<(), StoreError>;

    /// Notes when things were last used, never back to an earlier moment. It is no act of anybody's, leaves no record
    /// and raises nothing; what has ended meanwhile is passed over.
    async fn note_use(
        &self,
        tenant: TenantId,
        uses: &[(Used, Timestamp)],
    ) -> Result<(), StoreError>;

    /// Writes the signing position of the audit log. Only the sequencer calls it.
    async fn integrate(&self, tenant: TenantId, step: audit::Integration)
    -> Result<(), StoreError>;

    /// The audit log's signing key, sealed under the tenant's key; made on first use.
    async fn signing_key(&self, tenant: TenantId) -> Result<audit::SigningSeed, StoreError>;

    /// The tenant's credential key, from which datasource credentials are sealed and opened.
    async fn credential_key(&self, tenant: TenantId) -> Result<audit::TenantKey, StoreError>;

    /// Tells of changes to who may do what: the value is the access version. It changes at the latest
    /// half a second after another node's commit, and before `commit` returns on this one.
    async fn watch_access(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError>;

    /// Tells of records that wait for the sequencer.
    async fn watch_records(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError>;

    /// Whether the store answers, for the readiness check.
    async fn ping(&self) -> Result<(), StoreError>;
}
