//! Who takes letters out of the queue: off the request path, one at a time.

use sallyport_identity::mail::Carrier;
use sallyport_identity::{Identity, IdentityError, mail};
use sallyport_kernel::Clock;
use sallyport_kernel::id::TenantId;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How soon after a letter was queued its act is looked for; it commits in a few milliseconds as a rule.
const SOON: Duration = Duration::from_millis(20);
/// How often the queue is looked at when nothing happens on this node: other nodes queue letters too, and what was put
/// off becomes due.
const OFTEN: Duration = Duration::from_secs(1);
/// How long a letter that is on its way may hold up the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Sends what is due by one channel, until it is stopped. Each channel has its own, so that a mail server that takes its
/// time holds up no code by SMS.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Begins to send what all tenants have in their queues for that carrier.
    pub fn start(identity: Arc<Identity>, clock: Arc<dyn Clock>, carrier: impl Carrier) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(work(identity, clock, carrier, stopped));
        Self { stop, task }
    }

    /// Lets the letter that is on its way arrive, and ends. One that does not is tried again later, by whoever comes.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        if tokio::time::timeout(FAREWELL, &mut self.task)
            .await
            .is_err()
        {
            self.task.abort();
        }
    }
}

async fn work(
    identity: Arc<Identity>,
    clock: Arc<dyn Clock>,
    carrier: impl Carrier,
    mut stopped: watch::Receiver<bool>,
) {
    let mut pause = SOON;
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            // The act that queued it has not committed yet.
            () = identity.mail_queued(carrier.channel()) => pause = SOON,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(OFTEN),
        }
        let tenants = match identity.tenants().await {
            Ok(tenants) => tenants,
            Err(error) => {
                tracing::warn!(%error, "the queue of letters can't be read");
                continue;
            }
        };
        for tenant in tenants {
            if let Err(error) = send_due(&identity, &*clock, &carrier, tenant, &stopped).await {
                tracing::warn!(%error, %tenant, channel = %carrier.channel(), "letters can't be sent");
            }
        }
    }
}

async fn send_due(
    identity: &Identity,
    clock: &dyn Clock,
    carrier: &impl Carrier,
    tenant: TenantId,
    stopped: &watch::Receiver<bool>,
) -> Result<(), IdentityError> {
    let channel = carrier.channel();
    // Only reading is cheap enough to be done all the time.
    while !*stopped.borrow()
        && let Some(due) = mail::next_at(identity, tenant, channel).await?
        && due <= clock.now()
    {
        let Some(letter) = mail::claim(identity, tenant, channel, clock.now()).await? else {
            continue;
        };
        let delivery = carrier.carry(tenant, &letter).await;
        if delivery != mail::Delivery::Sent {
            tracing::warn!(mail = %letter.id, %channel, "a letter was not taken");
        }
        mail::settle(identity, tenant, letter, delivery, clock.now()).await?;
    }
    Ok(())
}
