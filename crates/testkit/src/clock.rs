//! A clock that stands until it is moved.

use sallyport_kernel::{Clock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A clock that tests move by hand. It starts at 2026-01-01T00:00:00Z.
#[derive(Debug)]
pub struct FakeClock {
    microseconds: AtomicI64,
}

impl FakeClock {
    /// A clock at the first moment of 2026.
    pub fn new() -> Self {
        Self {
            microseconds: AtomicI64::new(1_767_225_600_000_000),
        }
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_micros()).unwrap();
        self.microseconds.fetch_add(by, Ordering::SeqCst);
    }

    /// Sets it.
    pub fn set(&self, to: Timestamp) {
        self.microseconds
            .store(to.as_microsecond(), Ordering::SeqCst);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.microseconds.load(Ordering::SeqCst)).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_until_it_is_moved() {
        let clock = FakeClock::new();
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:00Z");

        clock.advance(Duration::from_millis(1500));

        assert_eq!(clock.now(), clock.now());
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:01.5Z");
    }
}
