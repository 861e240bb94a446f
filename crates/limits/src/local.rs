//! Limits of one node.

use crate::cells::{Cell, Cells};
use crate::pace::{Tries, nanoseconds};
use crate::{Growth, Key, Rate, Verdict, Wait};

/// Until when a key has paid for what it took.
#[derive(Debug, Clone, Copy, Default)]
struct Paid(u64);

impl Cell for Paid {
    fn over_at(&self) -> u64 {
        self.0
    }
}

/// The tries with a key, and when they are forgotten.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    tries: Tries,
    over_at: u64,
}

impl Cell for Counted {
    fn over_at(&self) -> u64 {
        self.over_at
    }
}

#[derive(Default)]
pub(crate) struct Local {
    paid: Cells<Paid>,
    tries: Cells<Counted>,
}

impl Local {
    pub(crate) fn check(&self, key: Key, rate: Rate, now: u64) -> Verdict {
        self.paid.change(key, now, |paid| {
            let (allowed, next) = rate.take(paid.0, now);
            paid.0 = next;
            rate.verdict(allowed, next, now)
        })
    }

    /// What a check would find, without taking anything.
    pub(crate) fn look(&self, key: Key, rate: Rate, now: u64) -> Verdict {
        self.paid.change(key, now, |paid| {
            let (allowed, _) = rate.take(paid.0, now);
            rate.verdict(allowed, rate.settled(paid.0, now), now)
        })
    }

    pub(crate) fn strike(&self, asked: &[(Key, Growth)], now: u64) -> Result<Vec<u32>, Wait> {
        let mut counts = Vec::with_capacity(asked.len());
        for (place, (key, growth)) in asked.iter().enumerate() {
            let outcome = self.tries.change(*key, now, |counted| {
                let tries = growth.settled(counted.tries, now);
                if tries.until > now {
                    return Err(Wait::of(tries.until - now));
                }
                counted.tries = growth.struck(tries, now);
                counted.over_at = now.saturating_add(nanoseconds(growth.memory));
                Ok(counted.tries.count)
            });
            match outcome {
                Ok(count) => counts.push(count),
                Err(wait) => {
                    for (key, growth) in asked.iter().take(place) {
                        self.forgive(*key, *growth, now);
                    }
                    return Err(wait);
                }
            }
        }
        Ok(counts)
    }

    pub(crate) fn forgive(&self, key: Key, growth: Growth, now: u64) {
        self.tries.change(key, now, |counted| {
            counted.tries = growth.forgiven(counted.tries);
        });
    }

    pub(crate) fn forget(&self, key: Key) {
        self.tries
            .change(key, u64::MAX, |counted| *counted = Counted::default());
    }
}
