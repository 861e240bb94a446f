//! Records that come while a commit is running share the next one.

use crate::audit::{AuditRow, LARGEST};
use sallyport_store::StoreError;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, oneshot};

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

/// What a [`GroupCommit`] has to do, and ends with the last record that waits.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

type Write = dyn Fn(Vec<AuditRow>) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>
    + Send
    + Sync;

/// The writer of one tenant's records. There is no delay in it: an idle writer commits a record at once,
/// a busy one finds more of them after each commit. While nobody brings any, it takes no thread and no task.
#[derive(Clone)]
pub struct GroupCommit(Arc<Inner>);

struct Inner {
    queue: Mutex<Queue>,
    places: Semaphore,
    write: Box<Write>,
    start: Box<dyn Fn(Work) + Send + Sync>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<(AuditRow, Written)>,
    is_at_work: bool,
}

impl Inner {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for GroupCommit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GroupCommit").finish_non_exhaustive()
    }
}

impl GroupCommit {
    /// The writer that hands batches to `write`. `start` runs its work, in a task or on a thread: whoever ends the
    /// process must wait for that.
    pub fn new<W, F>(start: impl Fn(Work) + Send + Sync + 'static, write: W) -> Self
    where
        W: Fn(Vec<AuditRow>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        Self(Arc::new(Inner {
            queue: Mutex::default(),
            places: Semaphore::new(QUEUE),
            write: Box::new(move |rows| Box::pin(write(rows))),
            start: Box::new(start),
        }))
    }

    /// Writes a record; durable when it returns.
    pub async fn record(&self, row: AuditRow) -> Result<(), StoreError> {
        let ended = || StoreError::Unavailable(Box::new(Ended));
        let Self(inner) = self;
        let _place = inner.places.acquire().await.map_err(|_| ended())?;
        let (written, result) = oneshot::channel();
        let is_idle = {
            let mut queue = inner.queue();
            queue.waiting.push((row, written));
            !std::mem::replace(&mut queue.is_at_work, true)
        };
        if is_idle {
            (inner.start)(Box::pin(work(AtWork {
                inner: Arc::clone(inner),
                has_ended: false,
            })));
        }
        let result = result.await.map_err(|_| ended())?;
        result.map_err(|shared| StoreError::Unavailable(Box::new(shared)))
    }
}

/// That somebody is at work on the queue. Dropped before the queue is empty, because the work was stopped or failed,
/// it sends away those who wait: they would wait for ever.
struct AtWork {
    inner: Arc<Inner>,
    has_ended: bool,
}

impl AtWork {
    /// The next batch; empty when the work has ended, and somebody else may begin it anew.
    fn next(&mut self) -> Vec<(AuditRow, Written)> {
        let mut queue = self.inner.queue();
        let count = queue.waiting.len().min(LARGEST);
        if count == 0 {
            queue.is_at_work = false;
            self.has_ended = true;
        }
        queue.waiting.drain(..count).collect()
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        if !self.has_ended {
            let mut queue = self.inner.queue();
            queue.is_at_work = false;
            queue.waiting.clear();
        }
    }
}

async fn work(mut at_work: AtWork) {
    loop {
        // Whoever can run now may bring one more, and a commit costs nearly the same for all of them. On an idle machine
        // this takes no time.
        std::thread::yield_now();
        let (rows, writers): (Vec<_>, Vec<_>) = at_work.next().into_iter().unzip();
        if rows.is_empty() {
            return;
        }
        let result = (at_work.inner.write)(rows).await;
        let result = result.map_err(|error| Shared(Arc::new(error)));
        for writer in writers {
            // A caller that has gone away does not mind.
            let _ = writer.send(result.clone());
        }
    }
}

#[cfg(test)]
mod tests;
