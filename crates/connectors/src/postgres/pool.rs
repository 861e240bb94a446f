//! Connections that one statement at a time has for itself.

use super::session::{Mode, Opener, Session};
use sallyport_query::RunError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Connections for each target and mode.
const SIZE: usize = 10;
/// Runs that may wait for a connection; further ones are told to come back.
const QUEUE: usize = 512;
/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_mins(1);
/// How long a connection that is being reset is waited for, before another one is opened.
const RETURN: Duration = Duration::from_millis(20);

/// A bounded pool.
pub(super) struct Pool {
    opener: Opener,
    mode: Mode,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<(Session, Instant)>>,
    waiting: AtomicUsize,
    /// Connections that are being reset, and word of each that is done.
    resetting: AtomicUsize,
    returned: Notify,
}

impl Pool {
    pub(super) fn new(opener: Opener, mode: Mode) -> Arc<Self> {
        Arc::new(Self {
            opener,
            mode,
            permits: Arc::new(Semaphore::new(SIZE)),
            idle: Mutex::default(),
            waiting: AtomicUsize::new(0),
            resetting: AtomicUsize::new(0),
            returned: Notify::new(),
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
            Some(session) => Some(session),
            None => self.await_return().await,
        };
        let session = match session {
            Some(session) => session,
            None => self.opener.open(self.mode).await?,
        };
        Ok(Lease {
            session: Some(session),
            pool: Arc::clone(self),
            permit: Some(permit),
            is_last: false,
        })
    }

    /// A connection that is just being reset, if it soon is.
    async fn await_return(&self) -> Option<Session> {
        if self.resetting.load(Ordering::Acquire) == 0 {
            return None;
        }
        let _ = tokio::time::timeout(RETURN, self.returned.notified()).await;
        self.pop()
    }

    fn pop(&self) -> Option<Session> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(session, since)| since.elapsed() < IDLE && !session.client.is_closed());
        idle.pop().map(|(session, _)| session)
    }

    /// Takes a connection back, once nothing is left on it of its last statement.
    fn take_back(self: &Arc<Self>, session: Session, permit: Option<OwnedSemaphorePermit>) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let pool = Arc::clone(self);
        pool.resetting.fetch_add(1, Ordering::AcqRel);
        runtime.spawn(async move {
            if session.reset().await {
                pool.push(session);
            }
            pool.resetting.fetch_sub(1, Ordering::AcqRel);
            pool.returned.notify_one();
            drop(permit);
        });
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
    is_last: bool,
}

impl Lease {
    /// The connection; `None` only after [`Lease::finish`].
    pub(super) fn session(&self) -> Result<&Session, RunError> {
        self.session.as_ref().ok_or(RunError::Busy)
    }

    /// Whether the statements of the connection may change anything.
    pub(super) fn mode(&self) -> Mode {
        self.pool.mode
    }

    /// Nobody else may have the connection after this statement.
    pub(super) fn keep_from_others(&mut self) {
        self.is_last = true;
    }

    /// The statement has ended: the connection goes back as it was opened, or is closed if it broke.
    pub(super) fn finish(mut self, is_broken: bool) {
        if let Some(session) = self.session.take()
            && !is_broken
            && !self.is_last
        {
            self.pool.take_back(session, self.permit.take());
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
