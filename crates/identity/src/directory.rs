//! What is known of tenants' people, in memory: a snapshot for each tenant, and the sessions seen on it.

use crate::begin;
use crate::factors::requirement;
use crate::keys::held::HeldKey;
use crate::session::standing;
use crate::uses::{NOTED_EVERY, Uses};
use crate::{KeySecret, SessionSecret};
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::id::{KeyId, SessionId, TenantId};
use sallyport_kernel::{RequestContext, Timestamp};
use sallyport_model::account::SignInPolicy;
use sallyport_model::entity::Session;
use sallyport_policy::{Access, Actor};
use sallyport_store::{Store, StoreError, Used};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, watch};

/// Sessions remembered for one snapshot.
const REMEMBERED_SESSIONS: u64 = 20_000;

/// Keys remembered for one snapshot.
const REMEMBERED_KEYS: u64 = 5_000;

/// What is known at one access version. It is replaced as a whole when the version rises, so that a session that
/// was ended, or a person who was disabled, is forgotten from the next request on.
struct Known {
    access: Arc<Access>,
    policy: Arc<SignInPolicy>,
    sessions: Cache<[u8; 32], Arc<Live>>,
    by_id: Cache<SessionId, Arc<Live>>,
    keys: Cache<[u8; 32], Arc<HeldKey>>,
}

/// A session as it was read, and its uses since.
struct Live {
    session: Session,
    /// When it was last used, in microseconds.
    used: AtomicI64,
    /// The use that was last noted for the store to keep.
    noted: AtomicI64,
}

impl Live {
    fn of(session: Session) -> Arc<Self> {
        let used = session.last_used_at.as_microsecond();
        Arc::new(Self {
            session,
            used: AtomicI64::new(used),
            noted: AtomicI64::new(used),
        })
    }

    fn used(&self) -> Timestamp {
        let used = self.used.load(Ordering::Relaxed);
        Timestamp::from_microsecond(used).unwrap_or(self.session.last_used_at)
    }

    /// Takes note of a use; tells whether it is long enough after the last that the store heard of.
    fn is_used(&self, now: Timestamp) -> bool {
        let now = now.as_microsecond();
        self.used.fetch_max(now, Ordering::Relaxed);
        let noted = self.noted.load(Ordering::Relaxed);
        let every = i64::try_from(NOTED_EVERY.as_micros()).unwrap_or(i64::MAX);
        now.saturating_sub(noted) >= every
            && self
                .noted
                .compare_exchange(noted, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

/// A session that holds, with what it was judged by.
pub(crate) struct Found {
    live: Arc<Live>,
    known: Arc<Known>,
}

impl Found {
    /// The person whose session it is, in it.
    pub(crate) fn actor(&self, request: Arc<RequestContext>, now: Timestamp) -> Actor {
        let session = &self.live.session;
        let standing = standing(session, &self.known.policy.sessions);
        let access = Arc::clone(&self.known.access);
        Actor::person(session.person, standing, access, request, now)
    }
}

struct Tenant {
    version: watch::Receiver<u64>,
    known: RwLock<Option<Arc<Known>>>,
    reading: Mutex<()>,
}

/// The access snapshots and sessions of all tenants in use.
pub struct Directory {
    store: Arc<dyn Store>,
    uses: Uses,
    tenants: RwLock<HashMap<TenantId, Arc<Tenant>>>,
}

impl Directory {
    /// An empty directory over a store.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            uses: Uses::new(Arc::clone(&store)),
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

    /// When things were last used.
    pub fn uses(&self) -> &Uses {
        &self.uses
    }

    /// Tells of changes to who may do what: see [`Store::watch_access`].
    pub async fn watch(&self, tenant: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Ok(self.tenant(tenant).await?.version.clone())
    }

    /// The session of a secret with the snapshot that it was found on, if it holds at `now`. It is used by that.
    pub(crate) async fn session(
        &self,
        secret: &SessionSecret,
        now: Timestamp,
    ) -> Result<Option<Found>, StoreError> {
        let tenant = secret.tenant();
        let known = match self.known(tenant).await {
            Err(StoreError::Missing(_)) => return Ok(None),
            known => known?,
        };
        let hash = secret.hash();
        let live = if let Some(live) = known.sessions.get(&hash) {
            live
        } else {
            let mut read = self.store.read(tenant).await?;
            let Some(session) = read.session_by_hash(&hash).await? else {
                return Ok(None);
            };
            known.keep(session)
        };
        if !self.holds(tenant, &known, &live, now).await? {
            return Ok(None);
        }
        if live.is_used(now) {
            self.uses.note(tenant, Used::Session(live.session.id), now);
        }
        Ok(Some(Found { live, known }))
    }

    /// The session with that id, if it holds at `now`.
    pub(crate) async fn session_by_id(
        &self,
        tenant: TenantId,
        id: SessionId,
        now: Timestamp,
    ) -> Result<Option<Found>, StoreError> {
        let known = self.known(tenant).await?;
        let live = if let Some(live) = known.by_id.get(&id) {
            live
        } else {
            let mut read = self.store.read(tenant).await?;
            let Some(session) = read.session(id).await? else {
                return Ok(None);
            };
            known.keep(session)
        };
        let holds = self.holds(tenant, &known, &live, now).await?;
        Ok(holds.then_some(Found { live, known }))
    }

    async fn holds(
        &self,
        tenant: TenantId,
        known: &Known,
        live: &Live,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let session = &live.session;
        let member = known.access.member(session.person);
        // Nobody signs in as a service account, whatever secret there is.
        let Some(member) = member.filter(|member| member.active && !member.service) else {
            return Ok(false);
        };
        if !requirement::lets(session, &known.policy.second_factor, member, now) {
            return Ok(false);
        }
        let policy = &known.policy.sessions;
        if begin::holds(session, live.used(), policy, now) {
            return Ok(true);
        }
        if session.expires_at <= now {
            return Ok(false);
        }
        // It seems idle from here; another node may have seen it since.
        let Some(kept) = self.store.read(tenant).await?.session(session.id).await? else {
            return Ok(false);
        };
        let used = kept.last_used_at.as_microsecond();
        live.used.fetch_max(used, Ordering::Relaxed);
        Ok(begin::holds(session, live.used(), policy, now))
    }

    /// The key of a secret with the snapshot that it was found on, if it holds at `now`, from there.
    pub(crate) async fn key(
        &self,
        secret: &KeySecret,
        from: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Option<(Arc<HeldKey>, Arc<Access>)>, StoreError> {
        let tenant = secret.tenant();
        let known = match self.known(tenant).await {
            Err(StoreError::Missing(_)) => return Ok(None),
            known => known?,
        };
        let hash = secret.hash();
        let held = match known.keys.get(&hash) {
            Some(held) => held,
            None => match self.store.read(tenant).await?.key_by_hash(&hash).await? {
                Some(key) => {
                    let held = Arc::new(HeldKey::new(key));
                    known.keys.insert(hash, Arc::clone(&held));
                    held
                }
                None => return Ok(None),
            },
        };
        let owner = known.access.member(held.key.owner);
        if !owner.is_some_and(|owner| owner.active) || !held.holds(&hash, from, now) {
            return Ok(None);
        }
        if held.is_used(now) {
            let from = from.map(|from| from.to_canonical());
            self.uses.note(tenant, Used::Key(held.key.id, from), now);
        }
        Ok(Some((held, Arc::clone(&known.access))))
    }

    /// The key of an actor, by its id, with a newer snapshot, if it holds still at `now`.
    pub(crate) async fn key_again(
        &self,
        actor: &Actor,
        id: KeyId,
        now: Timestamp,
    ) -> Result<Option<Actor>, StoreError> {
        let tenant = actor.tenant();
        let known = self.known(tenant).await?;
        let Some(key) = self.store.read(tenant).await?.key(id).await? else {
            return Ok(None);
        };
        let owner = known.access.member(key.owner);
        let active = owner.is_some_and(|owner| owner.active);
        // Turned meanwhile, the secret that the request came with is the one before.
        let turned = key.rotated_at.is_some_and(|at| at >= actor.at());
        let over = turned && key.previous.is_none_or(|previous| previous.until <= now);
        let holds = active && now < key.expires_at && !over;
        Ok(holds.then(|| actor.on(Arc::clone(&known.access))))
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
            by_id: Cache::with_weighter(64, REMEMBERED_SESSIONS, UnitWeighter),
            keys: Cache::with_weighter(16, REMEMBERED_KEYS, UnitWeighter),
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

impl Known {
    /// Remembers a session as it was read.
    fn keep(&self, session: Session) -> Arc<Live> {
        let live = Live::of(session);
        self.sessions
            .insert(live.session.secret_hash, Arc::clone(&live));
        self.by_id.insert(live.session.id, Arc::clone(&live));
        live
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
