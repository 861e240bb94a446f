//! The threads that hash passwords.
//!
//! A hash keeps a processor busy for tens of milliseconds, which a query must not wait for. So hashes have threads of
//! their own, and those come after everything else that wants the processor: at 20 sign-ins a second nobody else
//! notices them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use tokio::sync::oneshot;

/// By how much less a hashing thread weighs than others: the scheduler gives it about a ninth of what it gives them.
const NICER: i32 = 10;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that hash, as many as hashes may be made at the same time. They end with the last clone.
#[derive(Clone)]
pub(super) struct Hashers {
    jobs: Sender<Job>,
}

impl Hashers {
    /// Starts so many. If the system gives fewer threads, there are fewer; without any, every hash is refused.
    pub(super) fn start(threads: usize) -> Self {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads {
            let waiting = Arc::clone(&waiting);
            let started = thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || work(&waiting));
            if let Err(error) = started {
                tracing::error!(%error, "a thread for passwords could not be started");
            }
        }
        Self { jobs }
    }

    /// Does the work on the next thread that is free; `None` if there is none, or if the work failed.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, result) = oneshot::channel();
        let job = Box::new(move || {
            // Whoever asked may have gone.
            let _ = done.send(work());
        });
        self.jobs.send(job).ok()?;
        result.await.ok()
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    // On Linux this is the thread's own affair. Where it is refused, hashes are made all the same.
    if let Err(error) = rustix::process::nice(NICER) {
        tracing::warn!(%error, "passwords are hashed at everybody's priority");
    }
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else {
            return;
        };
        // Work that fails drops its answer, which tells whoever waits; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}
