//! Gives committed records their place in the tree, and signs what comes of it.
//!
//! Writers commit records without a place, so that they never wait for one another. The sequencer
//! takes them in the order of their commits, a batch at a time, and hands the store one step: the
//! places, the new hashes and the signed checkpoint, to be applied whole and only on the tree that
//! it was made for. So two nodes that work on one tenant do each other no harm: one of them is
//! stale, and looks again.
//!
//! Before it signs, it makes sure that what is stored is what was signed last. A log that was
//! changed is not extended and not signed again; the fault is logged, and the export shows it.

use crate::{
    AuditError, Log,
    checkpoint::{edge, head, signer},
};
use sallyport_crypto::{Checkpoint, Hash, Signer};
use sallyport_kernel::id::TenantId;
use sallyport_store::{
    StoreError,
    audit::{Integration, TreeState},
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{
    runtime::Handle,
    sync::watch,
    task::{JoinHandle, spawn_blocking},
    time::{sleep, timeout},
};

/// How many records one step places, unless more were committed together: few enough that a store with one
/// writer is not held for longer than some milliseconds, and that little memory is taken.
pub const BATCH: u32 = 4_096;
/// Records are placed at least so often, and new tenants found.
const INTERVAL: Duration = Duration::from_secs(1);
/// How long a step waits for more records to come after the first: under load a few steps a second
/// are enough, each of them is a write to disk.
const GATHER: Duration = Duration::from_millis(200);

/// Places some [`BATCH`] records of one tenant and signs; says how many.
///
/// The first call signs the empty tree, if there is nothing to place.
pub async fn step<L: Log + ?Sized>(
    log: &L,
    tenant: TenantId,
    signer: &Signer,
) -> Result<usize, AuditError> {
    let mut read = log.read(tenant).await?;
    let state = read.tree().await?;
    let pending = read.pending(BATCH).await?;
    if pending.is_empty() && !state.checkpoint.is_empty() {
        return Ok(0);
    }
    let before = head(&state, signer.verifier())?;
    let (mut tree, mut tiles) = edge(read.as_mut(), &before).await?;
    drop(read);

    for record in &pending {
        for node in tree.append(Hash::of_leaf(&record.body)) {
            tiles.add(&node);
        }
    }
    let after = Checkpoint {
        origin: before.origin,
        size: tree.size(),
        root: tree.root(),
    };
    let checkpoint = after.sign(signer).map_err(crate::Fault::Checkpoint)?;
    let step = Integration {
        from_size: before.size,
        through: pending.last().map(|record| record.sequence),
        tiles: tiles.into_grown(),
        state: TreeState {
            size: after.size,
            checkpoint,
        },
    };
    match log.integrate(tenant, step).await {
        Ok(()) => Ok(pending.len()),
        // Another node was quicker.
        Err(StoreError::Stale(_)) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// The background task that follows every tenant.
#[derive(Debug)]
pub struct Sequencer {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Sequencer {
    /// Starts it: one task for each tenant, and one that finds new tenants.
    pub fn start<L: Log + ?Sized>(log: Arc<L>) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self {
            stop,
            task: tokio::spawn(supervise(log, stopped)),
        }
    }

    /// Lets the steps under way end, and waits for them. What is not placed yet is placed at the
    /// next start.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the audit log's sequencer did not end well");
        }
    }
}

async fn supervise<L: Log + ?Sized>(log: Arc<L>, mut stopped: watch::Receiver<bool>) {
    let mut followers: HashMap<TenantId, JoinHandle<()>> = HashMap::new();
    loop {
        // One that ended, for whatever reason, is started again.
        followers.retain(|_, follower| !follower.is_finished());
        match log.tenants().await {
            Ok(tenants) => {
                for tenant in tenants {
                    followers.entry(tenant).or_insert_with(|| {
                        tokio::spawn(follow(Arc::clone(&log), tenant, stopped.clone()))
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "the audit log's tenants cannot be listed"),
        }
        if timeout(INTERVAL, stopped.wait_for(|stop| *stop))
            .await
            .is_ok()
        {
            break;
        }
    }
    for (_, follower) in followers {
        if let Err(error) = follower.await {
            tracing::error!(%error, "the audit log's sequencer did not end well");
        }
    }
}

async fn follow<L: Log + ?Sized>(
    log: Arc<L>,
    tenant: TenantId,
    mut stopped: watch::Receiver<bool>,
) {
    let mut failing = false;
    while !*stopped.borrow() {
        let result = place_until_stopped(&log, tenant, &mut stopped, &mut failing).await;
        let Err(error) = result else { return };
        // Once when it begins, not once a second.
        if !failing {
            tracing::error!(%tenant, %error, "the audit log cannot be extended");
            failing = true;
        }
        let _ = timeout(INTERVAL, stopped.wait_for(|stop| *stop)).await;
    }
}

/// A step, on a thread that nobody else waits for: it keeps a processor busy for some milliseconds.
async fn step_aside<L: Log + ?Sized>(
    log: &Arc<L>,
    tenant: TenantId,
    signer: &Arc<Signer>,
) -> Result<usize, AuditError> {
    let (log, signer, runtime) = (Arc::clone(log), Arc::clone(signer), Handle::current());
    let stepped = spawn_blocking(move || runtime.block_on(step(log.as_ref(), tenant, &signer)));
    stepped
        .await
        .map_err(|ended| StoreError::Unavailable(Box::new(ended)))?
}

async fn place_until_stopped<L: Log + ?Sized>(
    log: &Arc<L>,
    tenant: TenantId,
    stopped: &mut watch::Receiver<bool>,
    failing: &mut bool,
) -> Result<(), AuditError> {
    let signer = Arc::new(signer(log.as_ref(), tenant).await?);
    let mut woken = log.watch_records(tenant).await?;
    loop {
        woken.mark_unchanged();
        let placed = step_aside(log, tenant, &signer).await?;
        if *failing {
            tracing::info!(%tenant, "the audit log is extended again");
            *failing = false;
        }
        if *stopped.borrow() {
            return Ok(());
        }
        // Almost full: there are more.
        if placed >= BATCH as usize / 2 {
            continue;
        }
        let pause = tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return Ok(()),
            changed = woken.changed() => match changed {
                Ok(()) => GATHER,
                // Nobody tells of records any more: look once a second.
                Err(_) => INTERVAL,
            },
            () = sleep(INTERVAL) => Duration::ZERO,
        };
        if timeout(pause, stopped.wait_for(|stop| *stop)).await.is_ok() {
            return Ok(());
        }
    }
}
