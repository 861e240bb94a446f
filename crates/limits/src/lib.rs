//! How often something may happen: a rate that evens out, and waits that grow.
//!
//! [`Limits::check`] asks for a [`Rate`]: so many a minute, and so many at once (the generic cell rate algorithm: one
//! number for each key, which says when the key has paid for what it took). [`Limits::strike`] counts a try that may
//! turn out wrong, *before* anybody finds out, and makes the next ones wait longer and longer ([`Growth`]);
//! [`Limits::forgive`] takes tries back.
//!
//! All of it is kept on this node, or for all nodes together in Redis, by the clock of Redis. While Redis is away,
//! each node counts for itself: an outage there makes limits wider, and closes nothing.
//!
//! This crate knows nothing of HTTP, of people and of what is being limited.
//!
//! Start reading at [`Limits`], then [`pace`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod cells;
mod key;
mod local;
pub mod pace;
mod shared;

pub use key::{Key, place};
pub use pace::{Growth, Rate, Verdict, Wait};

use local::Local;
use sallyport_kernel::Clock;
use shared::Shared;
use std::sync::Arc;
use thiserror::Error;

/// Counts, and says whether there may be more.
pub struct Limits {
    local: Local,
    shared: Option<Shared>,
    clock: Arc<dyn Clock>,
}

/// Why limits can't be shared.
#[derive(Debug, Error)]
#[error("`{url}` is not the address of a Redis: {cause}")]
pub struct NotRedis {
    url: String,
    cause: redis::RedisError,
}

impl Limits {
    /// Limits of this node alone.
    pub fn local(clock: Arc<dyn Clock>) -> Self {
        Self {
            local: Local::default(),
            shared: None,
            clock,
        }
    }

    /// Limits of all nodes that name the same Redis. The connection is opened when it is first needed, and anew
    /// when it breaks.
    pub fn redis(url: &str, clock: Arc<dyn Clock>) -> Result<Self, NotRedis> {
        let shared = Shared::at(url).map_err(|cause| NotRedis {
            // Without what may be a password in it.
            url: url.rsplit('@').next().unwrap_or_default().to_owned(),
            cause,
        })?;
        Ok(Self {
            shared: Some(shared),
            ..Self::local(clock)
        })
    }

    /// Whether the limits are kept in Redis, as long as it answers.
    pub fn are_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// Takes one from each key, in their order, up to the first that has none left: those after it are not charged.
    pub async fn check<const N: usize>(&self, asked: [(Key, Rate); N]) -> [Verdict; N] {
        if let Some(shared) = &self.shared
            && let Some(verdicts) = shared.check(&asked).await
        {
            return verdicts;
        }
        self.check_here(asked)
    }

    /// The same, counted on this node alone, at once.
    pub fn check_here<const N: usize>(&self, asked: [(Key, Rate); N]) -> [Verdict; N] {
        let (now, mut refused) = (self.now(), false);
        asked.map(|(key, rate)| {
            let verdict = if refused {
                self.local.look(key, rate, now)
            } else {
                self.local.check(key, rate, now)
            };
            refused |= !verdict.allowed;
            verdict
        })
    }

    /// Counts a try with each key, and says how many there are with each; or says how long to wait if one of them must,
    /// and then none is counted.
    pub async fn strike(&self, tried: &[(Key, Growth)]) -> Result<Vec<u32>, Wait> {
        if let Some(shared) = &self.shared
            && let Some(outcome) = shared.strike(tried).await
        {
            return outcome;
        }
        self.local.strike(tried, self.now())
    }

    /// Takes back the last try with a key, which was not wrong after all.
    pub async fn forgive(&self, key: Key, growth: Growth) {
        if let Some(shared) = &self.shared
            && shared.forgive(key, growth).await
        {
            return;
        }
        self.local.forgive(key, growth, self.now());
    }

    /// Takes back all tries with a key.
    pub async fn forget(&self, key: Key) {
        // Here too: what was counted while Redis was away is over with.
        self.local.forget(key);
        if let Some(shared) = &self.shared {
            shared.forget(key).await;
        }
    }

    /// The moment, in nanoseconds.
    fn now(&self) -> u64 {
        u64::try_from(self.clock.now().as_nanosecond()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
