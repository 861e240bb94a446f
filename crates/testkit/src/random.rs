//! Random bytes that are the same in every run.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sallyport_kernel::Random;
use std::sync::{Mutex, PoisonError};

/// A source whose bytes follow from its seed.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// The source of that seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sallyport_kernel::random::array;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
        let (first, again, other) = (
            SeededRandom::new(1),
            SeededRandom::new(1),
            SeededRandom::new(2),
        );

        assert_eq!(array::<32>(&first), array::<32>(&again));
        assert_ne!(array::<32>(&first), array::<32>(&again)[..16].repeat(2)[..]);
        assert_ne!(array::<32>(&first), array::<32>(&other));
    }
}
