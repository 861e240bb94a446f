//! Records that come while a commit is running share the next one.

use crate::audit::AuditRow;
use sallyport_store::StoreError;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// How many records one commit takes at the most.
const LARGEST: usize = 2_048;

/// How many records may wait before those who write them must wait to hand them in.
const QUEUE: usize = 4 * LARGEST;

/// Why a commit that several records shared failed, for each of them.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the commit that the record shared failed")]
struct Shared(#[source] Arc<StoreError>);

#[derive(Debug, thiserror::Error)]
#[error("the writer of records has ended")]
struct Ended;

type Written = oneshot::Sender<Result<(), Shared>>;

/// The writer of one tenant's records. There is no delay in it: an idle writer commits a record at once,
/// a busy one finds more of them after each commit.
#[derive(Debug, Clone)]
pub struct GroupCommit {
    queue: mpsc::Sender<(AuditRow, Written)>,
}

impl GroupCommit {
    /// Starts the task that hands batches to `write`. It ends with the last clone of this value.
    pub fn start<W, F>(write: W) -> Self
    where
        W: Fn(Vec<AuditRow>) -> F + Send + 'static,
        F: Future<Output = Result<(), StoreError>> + Send,
    {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut batch: Vec<(AuditRow, Written)> = Vec::new();
            while waiting.recv_many(&mut batch, LARGEST).await > 0 {
                let (rows, writers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
                let result = write(rows).await.map_err(|error| Shared(Arc::new(error)));
                for writer in writers {
                    // A caller that has gone away does not mind.
                    let _ = writer.send(result.clone());
                }
            }
        });
        Self { queue }
    }

    /// Writes a record; durable when it returns.
    pub async fn record(&self, row: AuditRow) -> Result<(), StoreError> {
        let ended = |()| StoreError::Unavailable(Box::new(Ended));
        let (written, result) = oneshot::channel();
        self.queue
            .send((row, written))
            .await
            .map_err(|_| ended(()))?;
        let result = result.await.map_err(|_| ended(()))?;
        result.map_err(|shared| StoreError::Unavailable(Box::new(shared)))
    }
}
