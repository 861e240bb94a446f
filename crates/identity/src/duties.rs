//! What is done without anybody's asking: writing down that tries have to wait, and reminding people of what ends soon.

use crate::{Identity, IdentityError, reminders};
use sallyport_kernel::{Clock, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the clock is looked at.
const OFTEN: Duration = Duration::from_secs(1);
/// How often it is looked what ends soon.
const REMINDED_EVERY: Duration = Duration::from_hours(1);
/// How long what is being done may hold up the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Whoever does it on this node, until they are stopped.
pub struct Duties {
    identity: Arc<Identity>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Duties {
    /// Begins to do them for all tenants.
    pub fn start(identity: Arc<Identity>, clock: Arc<dyn Clock>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(work(Arc::clone(&identity), clock, stopped));
        Self {
            identity,
            stop,
            task,
        }
    }

    /// Writes down what waits to be, and ends.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        if tokio::time::timeout(FAREWELL, &mut self.task)
            .await
            .is_err()
        {
            self.task.abort();
        }
        let _ = tokio::time::timeout(FAREWELL, self.identity.hear_alarms()).await;
    }
}

async fn work(identity: Arc<Identity>, clock: Arc<dyn Clock>, mut stopped: watch::Receiver<bool>) {
    let mut reminded: Option<Timestamp> = None;
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = identity.alarmed() => {}
            () = tokio::time::sleep(OFTEN) => {}
        }
        identity.hear_alarms().await;
        let now = clock.now();
        let due = reminded.is_none_or(|at| {
            // A clock that was set back is no reason to be silent.
            now < at || at.checked_add(REMINDED_EVERY).is_ok_and(|next| next <= now)
        });
        if due {
            reminded = Some(now);
            if let Err(error) = remind(&identity, now).await {
                tracing::warn!(%error, "reminders of what ends soon can't be sent");
            }
        }
    }
}

async fn remind(identity: &Identity, now: Timestamp) -> Result<(), IdentityError> {
    if !identity.sends_mail() {
        return Ok(());
    }
    for tenant in identity.tenants().await? {
        reminders::send(identity, tenant, now).await?;
    }
    Ok(())
}
