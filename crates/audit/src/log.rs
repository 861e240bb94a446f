//! The part of the store that the log is read and extended through.

use async_trait::async_trait;
use sallyport_kernel::id::TenantId;
use sallyport_policy::Receipt;
use sallyport_store::{
    AuditRead, Store, StoreError,
    audit::{Integration, SigningSeed},
};
use tokio::sync::watch;

/// What this crate needs of a store: every [`Store`] is one.
#[async_trait]
pub trait Log: Send + Sync + 'static {
    /// All tenants.
    async fn tenants(&self) -> Result<Vec<TenantId>, StoreError>;
    /// A consistent view of a tenant's log.
    async fn read(&self, tenant: TenantId) -> Result<Box<dyn AuditRead>, StoreError>;
    /// Writes the record of an act.
    async fn record(&self, receipt: Receipt) -> Result<(), StoreError>;
    /// Extends the tree, if it is still as it was when the step was made.
    async fn integrate(&self, tenant: TenantId, step: Integration) -> Result<(), StoreError>;
    /// The seed of the tenant's signing key.
    async fn signing_key(&self, tenant: TenantId) -> Result<SigningSeed, StoreError>;
    /// Tells of records that wait for their place.
    async fn watch_records(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError>;
}

#[async_trait]
impl<S: Store + ?Sized> Log for S {
    async fn tenants(&self) -> Result<Vec<TenantId>, StoreError> {
        Ok(Store::tenants(self)
            .await?
            .into_iter()
            .map(|tenant| tenant.id)
            .collect())
    }

    async fn read(&self, tenant: TenantId) -> Result<Box<dyn AuditRead>, StoreError> {
        Store::read_log(self, tenant).await
    }

    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        Store::record(self, receipt).await
    }

    async fn integrate(&self, tenant: TenantId, step: Integration) -> Result<(), StoreError> {
        Store::integrate(self, tenant, step).await
    }

    async fn signing_key(&self, tenant: TenantId) -> Result<SigningSeed, StoreError> {
        Store::signing_key(self, tenant).await
    }

    async fn watch_records(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Store::watch_records(self, tenant).await
    }
}
