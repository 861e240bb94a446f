//! Time as an argument.

pub use jiff::Timestamp;

/// Tells the time. The binary passes the system's clock, tests pass one that they move by hand.
pub trait Clock: Send + Sync + 'static {
    /// The current instant, in microseconds at most (what every store keeps).
    fn now(&self) -> Timestamp;
}

/// Cuts an instant to whole microseconds, the precision that every store keeps.
pub fn truncate(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
