//! The real clock and the real randomness: the one place that may ask the system for either.

use sallyport_kernel::clock::truncate;
use sallyport_kernel::{Clock, Random, Timestamp};

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the clock that everything else is handed"
    )]
    fn now(&self) -> Timestamp {
        truncate(Timestamp::now())
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the randomness that everything else is handed"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Going on with predictable ids and keys would be worse than not going on.
            std::process::abort();
        }
    }
}
