//! Hearing of what other nodes committed: at once by `NOTIFY`, and at the latest by asking twice a second.

use crate::driver::CHANNEL;
use crate::pool;
use crate::store::{Inner, Tenant};
use futures::StreamExt as _;
use sallyport_store::StoreError;
use sallyport_store_sql::{Driver as _, Fields};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio_postgres::Config;

/// Less than half a second, so that with the asking itself it stays below.
const BETWEEN: Duration = Duration::from_millis(400);

/// Starts both tasks; they end with the store.
pub(crate) fn start(store: &Arc<Inner>, config: Config) {
    tokio::spawn(ask(Arc::downgrade(store)));
    tokio::spawn(hear(Arc::downgrade(store), config));
}

async fn ask(store: Weak<Inner>) {
    let mut ticks = tokio::time::interval(BETWEEN);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(store) = store.upgrade() else { return };
        for tenant in store.watched().await {
            if let Err(error) = refresh(&store, &tenant).await {
                tracing::debug!(%error, "could not ask for the access version");
            }
        }
    }
}

async fn hear(store: Weak<Inner>, config: Config) {
    while store.strong_count() > 0 {
        if let Ok((_client, mut heard)) = pool::listen(&config, CHANNEL).await {
            // The wait has an end, so that the task notices when the store is gone.
            while let Some(store) = store.upgrade() {
                match tokio::time::timeout(BETWEEN, heard.next()).await {
                    Ok(Some(tenant)) => {
                        if let Some(tenant) = store.opened(&tenant).await {
                            let _ = refresh(&store, &tenant).await;
                        }
                    }
                    Ok(None) => break,
                    Err(_) => {}
                }
            }
        }
        tokio::time::sleep(BETWEEN).await;
    }
}

async fn refresh(store: &Inner, tenant: &Arc<Tenant>) -> Result<(), StoreError> {
    let mut session = store.reading(tenant).await?;
    let sql = "SELECT access_version, (SELECT COALESCE(max(number), 0) FROM audit_batch) FROM tenant_state";
    if let Some(row) = session.query(sql, &[]).await?.into_iter().next() {
        let mut f = Fields::of("tenant_state", row);
        tenant.committed(Some(f.number("access_version")?), Some(f.number("number")?));
    }
    Ok(())
}
