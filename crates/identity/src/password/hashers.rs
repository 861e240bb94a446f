//! The threads that hash passwords.
//!
//! A hash keeps a processor busy for ten milliseconds and more, which a query must not wait for. So hashes have threads of
//! their own, and those come after everything else that wants the processor.
//!
//! To have the system find and clear the memory of a hash takes as long as the hash itself. So a thread keeps it for the
//! next one, and gives it back when none comes for a moment.

use argon2_rust::{Argon2, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// By how much less a hashing thread weighs than others: the scheduler gives it about a ninth of what it gives them.
const NICER: i32 = 10;

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
    /// Starts so many, which hash as `argon2` says. If the system gives fewer threads, there are fewer; without any, every
    /// hash is refused.
    pub(super) fn start(threads: usize, argon2: Argon2) -> Self {
        let idle = Arc::new(Idle::default());
        for number in 0..threads {
            let (thread, jobs) = mpsc::channel();
            let all = Arc::downgrade(&idle);
            let started = thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || hash(&jobs, &all, argon2));
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

fn hash(jobs: &Receiver<Job>, idle: &Weak<Idle>, argon2: Argon2) {
    // On Linux this is the thread's own affair. Where it is refused, hashes are made all the same.
    if let Err(error) = rustix::process::nice(NICER) {
        tracing::warn!(%error, "passwords are hashed at everybody's priority");
    }
    let mut hasher = argon2.hasher();
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
            Err(_) => hasher = argon2.hasher(),
        }
    }
}
