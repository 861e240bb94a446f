//! The threads that hash passwords.
//!
//! A hash takes ten milliseconds and more, which a query must not wait for. So hashes have threads of their own.
//!
//! To have the system find and clear the memory of a hash takes as long as the hash itself. So a thread keeps it for the
//! next one, and gives it back when none comes for a moment.

use sallyport_argon2::{Cost, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// How long a thread keeps the memory of a hash.
const KEPT: Duration = Duration::from_secs(1);

/// Tells whoever asked what came of it.
type Tell = Box<dyn FnOnce() + Send>;
type Work = Box<dyn FnOnce(&mut Hasher) -> Tell + Send>;

/// Work on its way to a thread, with the place there that it takes, and the thread's own address, which goes back to
/// those that are idle.
struct Job {
    work: Work,
    slot: OwnedSemaphorePermit,
    thread: Sender<Job>,
}

/// The threads that are idle; the one that worked last is on top, since it may still have its memory.
type Idle = Mutex<Vec<Sender<Job>>>;

/// Threads that hash. They end with the last clone.
#[derive(Clone)]
pub(super) struct Hashers {
    idle: Arc<Idle>,
    slots: Arc<Semaphore>,
}

impl Hashers {
    /// Starts so many, whose new hashes cost that. If the system gives fewer threads, there are fewer; without any, every
    /// hash is refused.
    pub(super) fn start(threads: usize, cost: Cost) -> Self {
        let idle = Arc::new(Idle::default());
        for number in 0..threads {
            let (thread, jobs) = mpsc::channel();
            let all = Arc::downgrade(&idle);
            let started = thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || hash(&jobs, &all, cost));
            match started {
                Ok(_) => push(&idle, thread),
                Err(error) => {
                    tracing::error!(%error, "a thread for passwords could not be started");
                }
            }
        }
        let started = idle.lock().unwrap_or_else(PoisonError::into_inner).len();
        Self {
            idle,
            slots: Arc::new(Semaphore::new(started)),
        }
    }

    /// One for each thread.
    pub(super) fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    /// Does the work in that slot, which is free again when it is done, whether anybody still waits for it or not; `None`
    /// if the work failed.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        slot: OwnedSemaphorePermit,
        work: impl FnOnce(&mut Hasher) -> T + Send + 'static,
    ) -> Option<T> {
        let (done, result) = oneshot::channel();
        let work = Box::new(move |hasher: &mut Hasher| -> Tell {
            let result = work(hasher);
            Box::new(move || {
                // Whoever asked may have gone.
                let _ = done.send(result);
            })
        });
        let thread = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()?;
        let to = thread.clone();
        to.send(Job { work, slot, thread }).ok()?;
        result.await.ok()
    }
}

fn push(idle: &Idle, thread: Sender<Job>) {
    idle.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(thread);
}

fn hash(jobs: &Receiver<Job>, idle: &Weak<Idle>, cost: Cost) {
    let mut hasher = Hasher::new(cost);
    loop {
        let next = match jobs.recv_timeout(KEPT) {
            Err(RecvTimeoutError::Timeout) => {
                hasher.clear();
                jobs.recv().ok()
            }
            next => next.ok(),
        };
        let Some(Job { work, slot, thread }) = next else {
            return;
        };
        let tell = catch_unwind(AssertUnwindSafe(|| work(&mut hasher)));
        if let Some(idle) = idle.upgrade() {
            push(&idle, thread);
        }
        drop(slot);
        match tell {
            Ok(tell) => tell(),
            // Work that fails drops its answer, which tells whoever waits; the thread goes on, with nothing of it.
            Err(_) => hasher = Hasher::new(cost),
        }
    }
}
