//! The store as a whole: the control schema, and the tenants that this node has entered.

use crate::driver::{Session, insert};
use crate::error::{Refusal, fault, unavailable};
use crate::migration::{CONTROL_MIGRATIONS, TENANT_MIGRATIONS, migrate};
use crate::place::{TenantPlace, create_role, owner};
use crate::{pool, watcher};
use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use sallyport_crypto::{Keyring, RootKey, TenantKeys, WrappedTenantKeys};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Clock, Random, Timestamp};
use sallyport_model::entity;
use sallyport_policy::{Receipt, SystemPermit};
use sallyport_store::audit::{Integration, SigningSeed, TenantKey};
use sallyport_store::{AuditRead, Read, Store, StoreError, Transaction, Used};
use sallyport_store_sql::{AuditRow, Fields, GroupCommit, IntegrationRows, Uses, View, record_id};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock, watch};

/// The lock under which nodes migrate and make tenants, one after another.
const MIGRATING: &str = "BEGIN; SELECT pg_advisory_xact_lock(8317705044115117)";

/// A store in a PostgreSQL database.
pub struct PostgresStore {
    inner: Arc<Inner>,
    keyring: Keyring,
    random: Arc<dyn Random>,
    clock: Arc<dyn Clock>,
}

/// What the tasks that watch share with the store.
pub(crate) struct Inner {
    pool: Pool,
    label: String,
    /// How the login becomes a member of a role, `{role}`.
    member: &'static str,
    open: RwLock<HashMap<TenantId, Entered>>,
}

/// A tenant with the writer of its records. Apart, so that the writer's task does not keep itself alive.
#[derive(Clone)]
struct Entered {
    tenant: Arc<Tenant>,
    log: GroupCommit,
}

/// A tenant that this node has entered.
pub(crate) struct Tenant {
    pub(crate) id: TenantId,
    pub(crate) place: TenantPlace,
    keys: TenantKeys,
    turn: Arc<Mutex<()>>,
    access: watch::Sender<u64>,
    records: watch::Sender<u64>,
}

impl Tenant {
    /// Tells the watchers of what was committed, here or by another node.
    pub(crate) fn committed(&self, raised: Option<u64>, last: Option<i64>) {
        let last = last.and_then(|last| u64::try_from(last).ok());
        for (sender, value) in [(&self.access, raised), (&self.records, last)] {
            if let Some(value) = value {
                sender.send_if_modified(|seen| value > std::mem::replace(seen, value.max(*seen)));
            }
        }
    }
}

impl Inner {
    pub(crate) async fn reading(&self, tenant: &Arc<Tenant>) -> Result<Session, StoreError> {
        let client = pool::started(&self.pool, &tenant.place.read()).await?;
        Ok(Session::new(client, Arc::clone(tenant), None))
    }

    /// The tenants whose versions somebody on this node watches.
    pub(crate) async fn watched(&self) -> Vec<Arc<Tenant>> {
        let open = self.open.read().await;
        let tenants = open.values().map(|entered| &entered.tenant);
        let watched = |tenant: &&Arc<Tenant>| {
            tenant.access.receiver_count() + tenant.records.receiver_count() > 0
        };
        tenants.filter(watched).cloned().collect()
    }

    pub(crate) async fn opened(&self, tenant: &str) -> Option<Arc<Tenant>> {
        let id = tenant.parse().ok()?;
        self.open
            .read()
            .await
            .get(&id)
            .map(|entered| Arc::clone(&entered.tenant))
    }
}

impl PostgresStore {
    /// Opens the store in the database of that URL, and makes what it lacks. The login must be able to
    /// create schemas and roles, and must not inherit from its roles.
    pub async fn open(
        url: &str,
        root: &RootKey,
        random: Arc<dyn Random>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let config = pool::config(url)?;
        let pool = pool::pool(config.clone())?;
        let client = pool::started(&pool, MIGRATING).await?;
        let member = membership(&client).await?;
        let enter =
            "CREATE SCHEMA IF NOT EXISTS sallyport; SET LOCAL search_path TO sallyport, pg_temp";
        client.batch_execute(enter).await.map_err(fault)?;
        migrate(&client, CONTROL_MIGRATIONS, clock.now()).await?;
        let row = client
            .query_one("SELECT label FROM instance", &[])
            .await
            .map_err(fault)?;
        let label: String = row.try_get(0).map_err(fault)?;
        let finish = format!("{}; COMMIT", create_role(&owner(&label), member));
        client.batch_execute(&finish).await.map_err(fault)?;
        let inner = Arc::new(Inner {
            pool,
            label,
            member,
            open: RwLock::default(),
        });
        watcher::start(&inner, config);
        Ok(Self {
            inner,
            keyring: Keyring::new(root.clone()),
            random,
            clock,
        })
    }

    /// The tenant, whose schema is migrated on this node's first use of it.
    async fn tenant(&self, id: TenantId) -> Result<Arc<Tenant>, StoreError> {
        self.entered(id).await.map(|entered| entered.tenant)
    }

    async fn entered(&self, id: TenantId) -> Result<Entered, StoreError> {
        if let Some(entered) = self.inner.open.read().await.get(&id) {
            return Ok(entered.clone());
        }
        let mut open = self.inner.open.write().await;
        if let Some(entered) = open.get(&id) {
            return Ok(entered.clone());
        }
        let client = pool::started(&self.inner.pool, MIGRATING).await?;
        let tenant = self.enter(id, client).await?;
        let (pool, writing) = (self.inner.pool.clone(), Arc::clone(&tenant));
        let start = |work| drop(tokio::spawn(work));
        let log = GroupCommit::new(start, move |records| {
            let (pool, tenant) = (pool.clone(), Arc::clone(&writing));
            async move {
                let client = pool::started(&pool, &tenant.place.append()).await?;
                Session::new(client, tenant, None)
                    .finish(records, None)
                    .await
            }
        });
        let entered = Entered { tenant, log };
        open.insert(id, entered.clone());
        Ok(entered)
    }

    async fn enter(&self, id: TenantId, client: Object) -> Result<Arc<Tenant>, StoreError> {
        let client = Migrating(Some(client));
        let sql = "SELECT wrapped_keys FROM sallyport.tenant WHERE id = $1";
        let row = client
            .get()?
            .query_opt(sql, &[&id.to_string()])
            .await
            .map_err(fault)?;
        let wrapped: String = row
            .ok_or(StoreError::Missing("tenant"))?
            .try_get(0)
            .map_err(fault)?;
        let wrapped: WrappedTenantKeys = wrapped.parse().map_err(|_| corrupt_keys(id))?;
        let keys = self
            .keyring
            .open_tenant(id, &wrapped)
            .map_err(|_| corrupt_keys(id))?;
        let place = TenantPlace::new(id, &self.inner.label);
        client
            .get()?
            .batch_execute(&place.own())
            .await
            .map_err(fault)?;
        migrate(client.get()?, TENANT_MIGRATIONS, self.clock.now()).await?;
        let state = "SELECT access_version, (SELECT COALESCE(max(number), 0) FROM audit_batch) FROM tenant_state";
        let row = client.get()?.query_one(state, &[]).await.map_err(fault)?;
        let (version, sequence): (i64, i64) = (
            row.try_get(0).map_err(fault)?,
            row.try_get(1).map_err(fault)?,
        );
        client.commit(&place.grants()).await?;
        Ok(Arc::new(Tenant {
            id,
            place,
            keys,
            turn: Arc::default(),
            access: watch::Sender::new(version.unsigned_abs()),
            records: watch::Sender::new(sequence.unsigned_abs()),
        }))
    }

    /// What a tenant has, as of now.
    async fn view(&self, tenant: TenantId) -> Result<View<Session>, StoreError> {
        let entered = self.tenant(tenant).await?;
        let session = self.inner.reading(&entered).await?;
        Ok(View::new(session, tenant, Arc::clone(&self.random)))
    }
}

/// A connection in a migrating transaction: closed, and so rolled back, unless it comes to the end.
struct Migrating(Option<Object>);

impl Migrating {
    fn get(&self) -> Result<&Object, StoreError> {
        self.0.as_ref().ok_or_else(|| unavailable(Refusal::Ended))
    }

    async fn commit(mut self, last: &str) -> Result<(), StoreError> {
        self.get()?
            .batch_execute(&format!("{last}; COMMIT"))
            .await
            .map_err(fault)?;
        self.0 = None;
        Ok(())
    }
}

impl Drop for Migrating {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}

/// How this login becomes a member of a role without inheriting from it; refused if it can't.
async fn membership(client: &Object) -> Result<&'static str, StoreError> {
    let sql = "SELECT rolsuper, rolinherit, current_setting('server_version_num')::bigint >= 160000 \
               FROM pg_roles WHERE rolname = current_user";
    let row = client.query_one(sql, &[]).await.map_err(fault)?;
    let flag = |index| row.try_get::<_, bool>(index).map_err(fault);
    match (flag(0)?, flag(1)?, flag(2)?) {
        // A superuser may enter any role, and is held back only once it has.
        (true, _, _) => Ok("SELECT 1"),
        (false, _, true) => Ok("GRANT {role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE"),
        (false, false, false) => Ok("GRANT {role} TO CURRENT_USER"),
        (false, true, false) => Err(unavailable(Refusal::Inherits)),
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
impl Store for PostgresStore {
    async fn tenants(&self) -> Result<Vec<entity::Tenant>, StoreError> {
        let client = self.inner.pool.get().await.map_err(unavailable)?;
        let sql = "SELECT id, name, created_at FROM sallyport.tenant ORDER BY created_at, id";
        let rows = client.query(sql, &[]).await.map_err(fault)?;
        rows.iter()
            .map(|row| {
                let mut f = Fields::of("tenant", crate::values::row(row)?);
                Ok(entity::Tenant {
                    id: f.parsed("id")?,
                    name: f.text("name")?,
                    created_at: f.at("created_at")?,
                })
            })
            .collect()
    }

    async fn create_tenant(
        &self,
        tenant: &entity::Tenant,
        permit: SystemPermit,
    ) -> Result<(), StoreError> {
        let wrapped = self
            .keyring
            .create_tenant(tenant.id, self.random.as_ref())
            .map_err(unavailable)?;
        let place = TenantPlace::new(tenant.id, &self.inner.label);
        let client = Migrating(Some(pool::started(&self.inner.pool, MIGRATING).await?));
        let sql = "INSERT INTO sallyport.tenant (id, name, created_at, wrapped_keys) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT DO NOTHING";
        let (id, at, keys) = (
            tenant.id.to_string(),
            tenant.created_at.as_microsecond(),
            wrapped.to_string(),
        );
        if client
            .get()?
            .execute(sql, &[&id, &tenant.name, &at, &keys])
            .await
            .map_err(fault)?
            == 0
        {
            return Err(StoreError::Taken("tenant"));
        }
        client
            .get()?
            .batch_execute(&place.create(self.inner.member))
            .await
            .map_err(fault)?;
        client
            .get()?
            .batch_execute(&place.own())
            .await
            .map_err(fault)?;
        migrate(client.get()?, TENANT_MIGRATIONS, self.clock.now()).await?;
        let record = AuditRow::of_creation(tenant, permit, self.random.as_ref());
        insert(client.get()?, vec![record]).await?;
        client.commit(&place.grants()).await
    }

    async fn read(&self, tenant: TenantId) -> Result<Box<dyn Read>, StoreError> {
        Ok(Box::new(self.view(tenant).await?))
    }

    async fn read_log(&self, tenant: TenantId) -> Result<Box<dyn AuditRead>, StoreError> {
        Ok(Box::new(self.view(tenant).await?))
    }

    async fn begin(&self, tenant: TenantId) -> Result<Box<dyn Transaction>, StoreError> {
        let entered = self.tenant(tenant).await?;
        let turn = Arc::clone(&entered.turn).lock_owned().await;
        let client = pool::started(&self.inner.pool, &entered.place.change()).await?;
        let session = Session::new(client, entered, Some(turn));
        Ok(Box::new(View::new(
            session,
            tenant,
            Arc::clone(&self.random),
        )))
    }

    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        let entered = self.entered(receipt.tenant()).await?;
        let entry = receipt.into_entry();
        let id = record_id(entry.at, self.random.as_ref());
        entered.log.record(AuditRow::new(id, entry)).await
    }

    async fn note_use(
        &self,
        tenant: TenantId,
        uses: &[(Used, Timestamp)],
    ) -> Result<(), StoreError> {
        let entered = self.tenant(tenant).await?;
        let client = pool::started(&self.inner.pool, &entered.place.append()).await?;
        let mut session = Session::new(client, entered, None);
        Uses::note(&mut session, uses).await?;
        session.finish(Vec::new(), None).await
    }

    async fn integrate(&self, tenant: TenantId, step: Integration) -> Result<(), StoreError> {
        let entered = self.tenant(tenant).await?;
        let client = pool::started(&self.inner.pool, &entered.place.integrate()).await?;
        let mut session = Session::new(client, entered, None);
        IntegrationRows::apply(&mut session, &step).await?;
        session.finish(Vec::new(), None).await
    }

    async fn signing_key(&self, tenant: TenantId) -> Result<SigningSeed, StoreError> {
        Ok(self.tenant(tenant).await?.keys.audit_log().clone())
    }

    async fn credential_key(&self, tenant: TenantId) -> Result<TenantKey, StoreError> {
        Ok(self.tenant(tenant).await?.keys.credentials().clone())
    }

    async fn watch_access(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Ok(self.tenant(tenant).await?.access.subscribe())
    }

    async fn watch_records(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Ok(self.tenant(tenant).await?.records.subscribe())
    }

    async fn ping(&self) -> Result<(), StoreError> {
        pool::started(&self.inner.pool, "SELECT 1").await.map(drop)
    }
}
