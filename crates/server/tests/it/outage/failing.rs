//! A store that can be made to fail.

use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_model::entity::Tenant;
use sallyport_policy::{Receipt, SystemPermit};
use sallyport_store::audit::{Integration, SigningSeed, TenantKey};
use sallyport_store::{AuditRead, Read, Store, StoreError, Transaction, Used};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It can't be reached.
    Everything,
    /// Records of acts that change nothing can't be written.
    Records,
}

/// Another store, or its failure.
pub(super) struct Failing {
    store: Arc<dyn Store>,
    fault: Mutex<Option<Fault>>,
}

impl Failing {
    pub(super) fn around(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            fault: Mutex::new(None),
        }
    }

    /// From now on this fails, or nothing.
    pub(super) fn fail(&self, fault: Option<Fault>) {
        *self.fault.lock().unwrap() = fault;
    }

    fn whole(&self, also: Option<Fault>) -> Result<&dyn Store, StoreError> {
        match *self.fault.lock().unwrap() {
            Some(fault) if fault == Fault::Everything || Some(fault) == also => {
                Err(StoreError::Unavailable("the test has taken it away".into()))
            }
            _ => Ok(&*self.store),
        }
    }
}

#[async_trait]
impl Store for Failing {
    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        self.whole(None)?.tenants().await
    }

    async fn create_tenant(&self, tenant: &Tenant, permit: SystemPermit) -> Result<(), StoreError> {
        self.whole(None)?.create_tenant(tenant, permit).await
    }

    async fn read(&self, tenant: TenantId) -> Result<Box<dyn Read>, StoreError> {
        self.whole(None)?.read(tenant).await
    }

    async fn read_log(&self, tenant: TenantId) -> Result<Box<dyn AuditRead>, StoreError> {
        self.whole(None)?.read_log(tenant).await
    }

    async fn begin(&self, tenant: TenantId) -> Result<Box<dyn Transaction>, StoreError> {
        self.whole(None)?.begin(tenant).await
    }

    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        self.whole(Some(Fault::Records))?.record(receipt).await
    }

    async fn note_use(
        &self,
        tenant: TenantId,
        uses: &[(Used, Timestamp)],
    ) -> Result<(), StoreError> {
        self.whole(None)?.note_use(tenant, uses).await
    }

    async fn integrate(&self, tenant: TenantId, step: Integration) -> Result<(), StoreError> {
        self.whole(None)?.integrate(tenant, step).await
    }

    async fn signing_key(&self, tenant: TenantId) -> Result<SigningSeed, StoreError> {
        self.whole(None)?.signing_key(tenant).await
    }

    async fn credential_key(&self, tenant: TenantId) -> Result<TenantKey, StoreError> {
        self.whole(None)?.credential_key(tenant).await
    }

    async fn watch_access(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        self.whole(None)?.watch_access(tenant).await
    }

    async fn watch_records(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        self.whole(None)?.watch_records(tenant).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.whole(None)?.ping().await
    }
}
