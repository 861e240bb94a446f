//! What is left of a difference in time between addresses that have an account and those that have none.

use crate::Identity;
use sallyport_kernel::random;
use std::time::Duration;

/// The longest wait, in microseconds.
const LONGEST: u64 = 10_000;

impl Identity {
    /// Waits for a random time, before an answer that is to be the same for known and unknown addresses. So is the work, but
    /// for reading the row that is there: some microseconds, which a few milliseconds of chance hide from thousands
    /// of tries.
    pub(crate) async fn blur(&self) {
        let micros = u64::from(u32::from_be_bytes(random::array(&*self.random))) % LONGEST;
        tokio::time::sleep(Duration::from_micros(micros)).await;
    }
}
