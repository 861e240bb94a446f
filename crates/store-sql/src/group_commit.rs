//! Records that come while a commit is running share the next one.

use crate::audit::{AuditRow, LARGEST};
use sallyport_store::StoreError;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// How many records may wait before those who write them must wait to hand them in.
const QUEUE: usize = 16 * LARGEST;

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
    /// The writer, and its work: handing batches to `write`, until the last clone of the writer is gone.
    /// Whoever makes it runs the work, in a task or on a thread.
    pub fn new<W, F>(write: W) -> (Self, impl Future<Output = ()> + Send)
    where
        W: Fn(Vec<AuditRow>) -> F + Send + 'static,
        F: Future<Output = Result<(), StoreError>> + Send,
    {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let work = async move {
            let mut batch: Vec<(AuditRow, Written)> = Vec::new();
            while waiting.recv_many(&mut batch, LARGEST).await > 0 {
                let (rows, writers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
                let result = write(rows).await.map_err(|error| Shared(Arc::new(error)));
                for writer in writers {
                    // A caller that has gone away does not mind.
                    let _ = writer.send(result.clone());
                }
            }
        };
        (Self { queue }, work)
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
