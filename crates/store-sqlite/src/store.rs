//! The store as a whole: the control file, and the tenants' files by id.

use crate::driver::Writer;
use crate::error::{Refusal, fault, unavailable};
use crate::file::{self, Absent};
use crate::tenant::TenantFile;
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, params};
use sallyport_crypto::{Keyring, RootKey, WrappedTenantKeys};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Clock, Random, Timestamp};
use sallyport_model::entity::Tenant;
use sallyport_policy::{Receipt, SystemPermit};
use sallyport_store::audit::{Integration, SigningSeed, TenantKey};
use sallyport_store::{AuditRead, Read, Store, StoreError, Transaction, Used};
use sallyport_store_sql::{
    AuditRow, Driver, Fields, IntegrationRows, Uses, Value, View, record_id,
};
use std::collections::HashMap;
use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{RwLock, watch};

/// A store in a folder.
pub struct SqliteStore {
    folder: PathBuf,
    keyring: Keyring,
    random: Arc<dyn Random>,
    clock: Arc<dyn Clock>,
    control: Mutex<Connection>,
    open: RwLock<HashMap<TenantId, Arc<TenantFile>>>,
    _lock: File,
}

impl SqliteStore {
    /// Opens the store in the folder, which is made if it is not there. `Unavailable` if another process
    /// has it open, `Corrupt` if the root key is another.
    pub fn open(
        folder: &Path,
        root: &RootKey,
        random: Arc<dyn Random>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let tenants = folder.join("tenants");
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&tenants)
            .map_err(unavailable)?;
        let lock = File::create(folder.join("lock")).map_err(unavailable)?;
        lock.try_lock().map_err(|_| unavailable(Refusal::Locked))?;
        let keyring = Keyring::new(root.clone());
        let key = keyring.instance_key("control").map_err(unavailable)?;
        let mut control = file::open(&folder.join("control.db"), &key, Absent::Create)?;
        crate::migration::migrate(&mut control, crate::CONTROL_MIGRATIONS, clock.now())?;
        Ok(Self {
            folder: tenants,
            keyring,
            random,
            clock,
            control: Mutex::new(control),
            open: RwLock::default(),
            _lock: lock,
        })
    }

    fn control(&self) -> MutexGuard<'_, Connection> {
        self.control.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn view<D: Driver>(&self, tenant: TenantId, driver: D) -> View<D> {
        View::new(driver, tenant, Arc::clone(&self.random))
    }

    fn path(&self, tenant: TenantId) -> PathBuf {
        self.folder.join(format!("{tenant}.db"))
    }

    fn wrapped_keys(&self, tenant: TenantId) -> Result<WrappedTenantKeys, StoreError> {
        let sql = "SELECT wrapped_keys FROM tenant WHERE id = ?1";
        let control = self.control();
        let text: Option<String> = control
            .query_row(sql, [tenant.to_string()], |row| row.get(0))
            .optional()
            .map_err(fault)?;
        let text = text.ok_or(StoreError::Missing("tenant"))?;
        text.parse().map_err(|_| corrupt_keys(tenant))
    }

    /// The tenant's file, opened on first use.
    async fn tenant(&self, tenant: TenantId) -> Result<Arc<TenantFile>, StoreError> {
        if let Some(file) = self.open.read().await.get(&tenant) {
            return Ok(Arc::clone(file));
        }
        let mut open = self.open.write().await;
        if let Some(file) = open.get(&tenant) {
            return Ok(Arc::clone(file));
        }
        let wrapped = self.wrapped_keys(tenant)?;
        let keys = self
            .keyring
            .open_tenant(tenant, &wrapped)
            .map_err(|_| corrupt_keys(tenant))?;
        let (path, at) = (self.path(tenant), self.clock.now());
        let random = Arc::clone(&self.random);
        let opened = tokio::task::spawn_blocking(move || TenantFile::open(path, keys, random, at));
        let file = Arc::new(opened.await.map_err(unavailable)??);
        open.insert(tenant, Arc::clone(&file));
        Ok(file)
    }
}

fn corrupt_keys(tenant: TenantId) -> StoreError {
    StoreError::Corrupt {
        table: "tenant",
        column: "wrapped_keys",
        row: tenant.to_string(),
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        let control = self.control();
        let sql = "SELECT id, name, created_at FROM tenant ORDER BY created_at, id";
        let mut statement = control.prepare_cached(sql).map_err(fault)?;
        let rows = statement
            .query_map([], |row| {
                Ok(vec![
                    Value::Text(row.get(0)?),
                    Value::Text(row.get(1)?),
                    Value::Integer(row.get(2)?),
                ])
            })
            .map_err(fault)?;
        rows.map(|row| {
            let mut f = Fields::of("tenant", row.map_err(fault)?);
            Ok(Tenant {
                id: f.parsed("id")?,
                name: f.text("name")?,
                created_at: f.at("created_at")?,
            })
        })
        .collect()
    }

    async fn create_tenant(&self, tenant: &Tenant, permit: SystemPermit) -> Result<(), StoreError> {
        // Held, so that nobody opens the file while it is made, and of two that make it one is refused.
        let _open = self.open.write().await;
        let id = tenant.id;
        match self.wrapped_keys(id) {
            Err(StoreError::Missing(_)) => {}
            Ok(_) => return Err(StoreError::Taken("tenant")),
            Err(error) => return Err(error),
        }
        let wrapped = self
            .keyring
            .create_tenant(id, self.random.as_ref())
            .map_err(unavailable)?;
        let keys = self
            .keyring
            .open_tenant(id, &wrapped)
            .map_err(unavailable)?;
        let record = AuditRow::of_creation(tenant, permit, self.random.as_ref());
        let (path, at) = (self.path(id), self.clock.now());
        let made =
            tokio::task::spawn_blocking(move || TenantFile::create(&path, &keys, at, record));
        made.await.map_err(unavailable)??;
        // The line in the control file comes last: with it the tenant is there, and its record with it.
        let sql = "INSERT INTO tenant (id, name, created_at, wrapped_keys) VALUES (?1, ?2, ?3, ?4)";
        let at = tenant.created_at.as_microsecond();
        let row = params![id.to_string(), tenant.name, at, wrapped.to_string()];
        self.control().execute(sql, row).map_err(fault)?;
        Ok(())
    }

    async fn read(&self, tenant: TenantId) -> Result<Box<dyn Read>, StoreError> {
        let reader = self.tenant(tenant).await?.read().await?;
        Ok(Box::new(self.view(tenant, reader)))
    }

    async fn read_log(&self, tenant: TenantId) -> Result<Box<dyn AuditRead>, StoreError> {
        let reader = self.tenant(tenant).await?.read_log().await?;
        Ok(Box::new(self.view(tenant, reader)))
    }

    async fn begin(&self, tenant: TenantId) -> Result<Box<dyn Transaction>, StoreError> {
        let file = self.tenant(tenant).await?;
        let writer = Writer::begin(&file.core).await?;
        Ok(Box::new(self.view(tenant, writer)))
    }

    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        let file = self.tenant(receipt.tenant()).await?;
        let entry = receipt.into_entry();
        let id = record_id(entry.at, self.random.as_ref());
        file.log.record(AuditRow::new(id, entry)).await
    }

    async fn note_use(
        &self,
        tenant: TenantId,
        uses: &[(Used, Timestamp)],
    ) -> Result<(), StoreError> {
        let file = self.tenant(tenant).await?;
        let mut writer = Writer::begin(&file.core).await?;
        Uses::note(&mut writer, uses).await?;
        writer.finish(Vec::new(), None).await
    }

    async fn integrate(&self, tenant: TenantId, step: Integration) -> Result<(), StoreError> {
        let file = self.tenant(tenant).await?;
        let mut writer = Writer::begin(&file.core).await?;
        IntegrationRows::apply(&mut writer, &step).await?;
        writer.finish(Vec::new(), None).await
    }

    async fn signing_key(&self, tenant: TenantId) -> Result<SigningSeed, StoreError> {
        Ok(self.tenant(tenant).await?.keys.audit_log().clone())
    }

    async fn credential_key(&self, tenant: TenantId) -> Result<TenantKey, StoreError> {
        Ok(self.tenant(tenant).await?.keys.credentials().clone())
    }

    async fn watch_access(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Ok(self.tenant(tenant).await?.core.access.subscribe())
    }

    async fn watch_records(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Ok(self.tenant(tenant).await?.core.records.subscribe())
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.control()
            .query_row("SELECT 1", [], |_| Ok(()))
            .map_err(fault)
    }
}
