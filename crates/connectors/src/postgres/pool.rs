//! Connections that one statement at a time has for itself.

use super::session::{Mode, Opener, Session};
use sallyport_query::RunError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections for each target and mode.
const SIZE: usize = 10;
/// Runs that may wait for a connection; further ones are told to come back.
const QUEUE: usize = 512;
/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_mins(1);

/// A bounded pool.
pub(super) struct Pool {
    opener: Opener,
    mode: Mode,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<(Session, Instant)>>,
    waiting: AtomicUsize,
}

impl Pool {
    pub(super) fn new(opener: Opener, mode: Mode) -> Arc<Self> {
        Arc::new(Self {
            opener,
            mode,
            permits: Arc::new(Semaphore::new(SIZE)),
            idle: Mutex::default(),
            waiting: AtomicUsize::new(0),
        })
    }

    /// A connection of one's own; waits while all are in use.
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Lease, RunError> {
        let permit = {
            let _place = Place::take(&self.waiting)?;
            Arc::clone(&self.permits)
                .acquire_owned()
                .await
                .map_err(|_| RunError::Busy)?
        };
        let session = match self.pop() {
            Some(session) => session,
            None => self.opener.open(self.mode).await?,
        };
        Ok(Lease {
            session: Some(session),
            pool: Arc::clone(self),
            permit: Some(permit),
        })
    }

    fn pop(&self) -> Option<Session> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(session, since)| since.elapsed() < IDLE && !session.client.is_closed());
        idle.pop().map(|(session, _)| session)
    }

    fn push(&self, session: Session) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(session, since)| since.elapsed() < IDLE && !session.client.is_closed());
        idle.push((session, Instant::now()));
    }
}

/// A place in the queue.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self, RunError> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            Err(RunError::Busy)
        } else {
            Ok(place)
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection in use. Unless [`Lease::finish`] says that its statement ended, dropping it cancels
/// the statement at the server and closes the connection.
pub(super) struct Lease {
    session: Option<Session>,
    pool: Arc<Pool>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Lease {
    /// The connection; `None` only after [`Lease::finish`].
    pub(super) fn session(&self) -> Result<&Session, RunError> {
        self.session.as_ref().ok_or(RunError::Busy)
    }

    /// The statement has ended: the connection goes back, or is closed if it broke.
    pub(super) fn finish(mut self, is_broken: bool) {
        if let Some(session) = self.session.take()
            && !is_broken
        {
            self.pool.push(session);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        let permit = self.permit.take();
        // Not given back, even when the server obeys: a late cancel must not hit the next statement.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                session.canceller.cancel().await;
                drop((session, permit));
            });
        }
    }
}
