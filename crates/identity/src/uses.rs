//! When things were last used: noted off the request path, together.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_store::{Store, Used};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long uses gather before they are written together.
const GATHERED: Duration = Duration::from_secs(1);

/// How often the same thing's use is worth a note.
pub(crate) const NOTED_EVERY: Duration = Duration::from_secs(60);

/// What was used, and is not written down yet.
#[derive(Clone)]
pub struct Uses(Arc<Inner>);

struct Inner {
    store: Arc<dyn Store>,
    waiting: Mutex<HashMap<(TenantId, Used), Timestamp>>,
}

impl Uses {
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self(Arc::new(Inner {
            store,
            waiting: Mutex::default(),
        }))
    }

    /// Notes a use. It is written a moment later, with others; nobody waits for it.
    pub(crate) fn note(&self, tenant: TenantId, what: Used, at: Timestamp) {
        let first = {
            let mut waiting = self.waiting();
            let first = waiting.is_empty();
            let latest = waiting.entry((tenant, what)).or_insert(at);
            *latest = (*latest).max(at);
            first
        };
        if first {
            let uses = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(GATHERED).await;
                uses.write().await;
            });
        }
    }

    /// Writes down what waits. What can't be written is lost: the next use is noted again.
    pub async fn write(&self) {
        let waiting = std::mem::take(&mut *self.waiting());
        let mut by_tenant: HashMap<TenantId, Vec<(Used, Timestamp)>> = HashMap::new();
        for ((tenant, what), at) in waiting {
            by_tenant.entry(tenant).or_default().push((what, at));
        }
        for (tenant, uses) in by_tenant {
            if let Err(error) = self.0.store.note_use(tenant, &uses).await {
                tracing::warn!(%error, "when sessions were last used could not be written");
            }
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<(TenantId, Used), Timestamp>> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
