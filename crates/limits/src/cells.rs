//! What is kept for each key, in memory that has a bound.

use crate::Key;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, PoisonError};

/// Parts that are locked apart.
const SHARDS: usize = 64;
/// Keys in each part.
const MOST: usize = 8_192;
/// How many keys a part has before it is first gone through.
const FEW: usize = 256;

/// What a cell must tell so that it can be dropped.
pub(crate) trait Cell: Copy + Default {
    /// From when on it says no more than an absent one.
    fn over_at(&self) -> u64;
}

/// Cells by key. Those that are over are dropped as others come; if there are too many, those that are over first.
pub(crate) struct Cells<C> {
    shards: Box<[Mutex<Shard<C>>]>,
    hasher: RandomState,
}

struct Shard<C> {
    cells: HashMap<Key, C, RandomState>,
    sweep_at: usize,
}

impl<C: Cell> Default for Cells<C> {
    fn default() -> Self {
        let hasher = RandomState::default();
        let shard = || {
            Mutex::new(Shard {
                cells: HashMap::with_hasher(hasher.clone()),
                sweep_at: FEW,
            })
        };
        Self {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            hasher,
        }
    }
}

impl<C: Cell> Cells<C> {
    /// Changes a key's cell and returns what the change says. A key without one has the default.
    pub(crate) fn change<T>(&self, key: Key, now: u64, change: impl FnOnce(&mut C) -> T) -> T {
        let mut unused = C::default();
        // The upper bits: the map takes the lower ones.
        let number = usize::try_from(self.hasher.hash_one(key) >> 32).unwrap_or(0) % SHARDS;
        let Some(shard) = self.shards.get(number) else {
            return change(&mut unused);
        };
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = shard.cells.get_mut(&key) {
            return change(cell);
        }
        let told = change(&mut unused);
        if unused.over_at() > now {
            shard.make_room(now);
            shard.cells.insert(key, unused);
        }
        told
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        let shards = self.shards.iter();
        shards.map(|shard| shard.lock().unwrap().cells.len()).sum()
    }
}

impl<C: Cell> Shard<C> {
    fn make_room(&mut self, now: u64) {
        if self.cells.len() < self.sweep_at {
            return;
        }
        self.cells.retain(|_, cell| cell.over_at() > now);
        if self.cells.len() >= MOST {
            // Whoever owes least goes: those who owe most are whom the limits are for.
            let owed = |cell: &C| u128::from(cell.over_at() - now);
            let sum: u128 = self.cells.values().map(owed).sum();
            let mean = sum / u128::try_from(self.cells.len()).unwrap_or(1).max(1);
            self.cells.retain(|_, cell| owed(cell) > mean);
        }
        if self.cells.len() >= MOST {
            self.cells.clear();
        }
        self.sweep_at = (2 * self.cells.len()).clamp(FEW, MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, Default)]
    struct Until(u64);

    impl Cell for Until {
        fn over_at(&self) -> u64 {
            self.0
        }
    }

    fn key(number: u32) -> Key {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        Key::new("test", id)
    }

    #[test]
    fn cells_that_are_over_make_room_for_others() {
        let cells = Cells::default();
        for number in 0..100_000 {
            let now = u64::from(number);
            cells.change(key(number), now, |cell: &mut Until| cell.0 = now + 10);
        }

        assert!(cells.len() < 2 * FEW * SHARDS, "{}", cells.len());
    }

    #[test]
    fn a_flood_of_keys_finds_a_bound_and_does_not_wash_away_who_owes_most() {
        let cells = Cells::default();
        cells.change(key(u32::MAX), 0, |cell: &mut Until| cell.0 = 1_000_000);
        for number in 0..1_500_000 {
            cells.change(key(number), 0, |cell: &mut Until| cell.0 = 10);
        }

        assert!(cells.len() <= MOST * SHARDS, "{}", cells.len());
        assert_eq!(cells.change(key(u32::MAX), 0, |cell| cell.0), 1_000_000);
    }
}
