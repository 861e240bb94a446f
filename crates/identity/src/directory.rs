//! What is known of tenants' people, in memory: a snapshot for each tenant, and the sessions seen on it.

use crate::SessionSecret;
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_model::account::SignInPolicy;
use sallyport_model::entity::Session;
use sallyport_policy::Access;
use sallyport_store::{Store, StoreError};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, watch};

/// Sessions remembered for one snapshot.
const REMEMBERED_SESSIONS: u64 = 20_000;

/// What is known at one access version. It is replaced as a whole when the version rises, so that a session that
/// was ended, or a person who was disabled, is forgotten from the next request on.
struct Known {
    access: Arc<Access>,
    policy: Arc<SignInPolicy>,
    sessions: Cache<[u8; 32], Arc<Session>>,
}

/// A session that holds, with what it was judged by.
pub(crate) struct Found {
    pub(crate) session: Arc<Session>,
    pub(crate) access: Arc<Access>,
    pub(crate) policy: Arc<SignInPolicy>,
}

struct Tenant {
    version: watch::Receiver<u64>,
    known: RwLock<Option<Arc<Known>>>,
    reading: Mutex<()>,
}

/// The access snapshots and sessions of all tenants in use.
pub struct Directory {
    store: Arc<dyn Store>,
    tenants: RwLock<HashMap<TenantId, Arc<Tenant>>>,
}

impl Directory {
    /// An empty directory over a store.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            tenants: RwLock::default(),
        }
    }

    /// The tenant's access snapshot, at the version that the store last told.
    pub async fn access(&self, tenant: TenantId) -> Result<Arc<Access>, StoreError> {
        Ok(Arc::clone(&self.known(tenant).await?.access))
    }

    /// What the tenant asks of sign-ins, as of the same moment.
    pub async fn policy(&self, tenant: TenantId) -> Result<Arc<SignInPolicy>, StoreError> {
        Ok(Arc::clone(&self.known(tenant).await?.policy))
    }

    /// The session of a secret with the snapshot that it was found on, if it holds at `now`.
    pub(crate) async fn session(
        &self,
        secret: &SessionSecret,
        now: Timestamp,
    ) -> Result<Option<Found>, StoreError> {
        let known = match self.known(secret.tenant()).await {
            Err(StoreError::Missing(_)) => return Ok(None),
            known => known?,
        };
        let hash = secret.hash();
        let session = match known.sessions.get(&hash) {
            Some(session) => session,
            None => match self
                .store
                .read(secret.tenant())
                .await?
                .session_by_hash(&hash)
                .await?
            {
                Some(session) => {
                    let session = Arc::new(session);
                    known.sessions.insert(hash, Arc::clone(&session));
                    session
                }
                None => return Ok(None),
            },
        };
        let active = known
            .access
            .member(session.person)
            .is_some_and(|member| member.active);
        let holds = session.expires_at > now && active;
        Ok(holds.then(|| Found {
            session,
            access: Arc::clone(&known.access),
            policy: Arc::clone(&known.policy),
        }))
    }

    async fn known(&self, tenant: TenantId) -> Result<Arc<Known>, StoreError> {
        let entry = self.tenant(tenant).await?;
        if let Some(known) = entry.current() {
            return Ok(known);
        }
        let _reading = entry.reading.lock().await;
        if let Some(known) = entry.current() {
            return Ok(known);
        }
        let mut read = self.store.read(tenant).await?;
        let (access, policy) = (read.access().await?, read.sign_in_policy().await?);
        drop(read);
        let known = Arc::new(Known {
            access: Arc::new(access),
            policy: Arc::new(policy),
            sessions: Cache::with_weighter(64, REMEMBERED_SESSIONS, UnitWeighter),
        });
        *entry.known.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    async fn tenant(&self, id: TenantId) -> Result<Arc<Tenant>, StoreError> {
        let present = self
            .tenants
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned();
        if let Some(tenant) = present {
            return Ok(tenant);
        }
        let version = self.store.watch_access(id).await?;
        let tenant = Arc::new(Tenant {
            version,
            known: RwLock::default(),
            reading: Mutex::default(),
        });
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(tenants.entry(id).or_insert(tenant)))
    }
}

impl Tenant {
    /// What is known, unless the store has told of a newer version.
    fn current(&self) -> Option<Arc<Known>> {
        let newest = *self.version.borrow();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known
            .as_ref()
            .filter(|known| known.access.version() >= newest)
            .cloned()
    }
}
