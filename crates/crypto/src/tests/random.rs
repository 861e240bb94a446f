//! Randomness that is the same in every run.

use sallyport_kernel::Random;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that are different at every call and the same in every run.
pub(crate) struct Counting(pub(crate) AtomicU64);

impl Counting {
    pub(crate) fn from(start: u64) -> Self {
        Self(AtomicU64::new(start))
    }
}

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let len = chunk.len();
            chunk.copy_from_slice(&n.to_le_bytes()[..len]);
        }
    }
}
