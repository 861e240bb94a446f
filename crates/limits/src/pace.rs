//! The two ways of limiting, as arithmetic on one number or three: nothing here keeps anything.

use std::time::Duration;

const SECOND: u64 = 1_000_000_000;

/// So many a minute, and so many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many a minute come back.
    pub per_minute: u32,
    /// How many there are at once.
    pub burst: u32,
}

/// Whether there was one left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether there was.
    pub allowed: bool,
    /// How many there are at once now.
    pub remaining: u32,
    /// How long until there is one again, if there was none.
    pub wait: Wait,
    /// How long until all are back.
    pub whole: Wait,
}

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Wait(pub Duration);

impl Wait {
    pub(crate) const fn of(nanoseconds: u64) -> Self {
        Self(Duration::from_nanos(nanoseconds))
    }

    /// In whole seconds, and none too few.
    pub fn seconds(self) -> u32 {
        let up = self.0.as_secs() + u64::from(self.0.subsec_nanos() > 0);
        u32::try_from(up).unwrap_or(u32::MAX)
    }
}

impl Rate {
    /// How long one takes to come back, in nanoseconds.
    pub(crate) fn interval(self) -> u64 {
        60 * SECOND / u64::from(self.per_minute.max(1))
    }

    /// How far ahead of the clock the payment may be.
    pub(crate) fn tolerance(self) -> u64 {
        self.interval().saturating_mul(u64::from(self.burst.max(1)))
    }

    /// What a key whose payment reaches to `paid` has now, and whether one more was to be had.
    pub(crate) fn verdict(self, allowed: bool, paid: u64, now: u64) -> Verdict {
        let ahead = paid.saturating_sub(now);
        let left = self.tolerance().saturating_sub(ahead) / self.interval().max(1);
        let missing = (ahead + self.interval()).saturating_sub(self.tolerance());
        Verdict {
            allowed,
            remaining: u32::try_from(left).unwrap_or(u32::MAX),
            wait: Wait::of(if allowed { 0 } else { missing }),
            whole: Wait::of(ahead),
        }
    }

    /// Takes one, if there is one: until when the key has paid then.
    pub(crate) fn take(self, paid: u64, now: u64) -> (bool, u64) {
        let paid = self.settled(paid, now);
        let next = paid.saturating_add(self.interval());
        if next - now <= self.tolerance() {
            (true, next)
        } else {
            (false, paid)
        }
    }

    /// The payment as it counts now: one that is over counts as none, and one further ahead than it can be is of a
    /// clock that has been set back.
    pub(crate) fn settled(self, paid: u64, now: u64) -> u64 {
        paid.clamp(now, now.saturating_add(self.tolerance()))
    }
}

/// So many tries without a wait, and then waits that double.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// How many there are before the first wait.
    pub free: u32,
    /// The first wait.
    pub first: Duration,
    /// The longest.
    pub longest: Duration,
    /// How long without a try until all are forgotten.
    pub memory: Duration,
}

/// The tries with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tries {
    /// How many.
    pub(crate) count: u32,
    /// When the last was.
    pub(crate) last: u64,
    /// When the next may be.
    pub(crate) until: u64,
}

impl Growth {
    /// The tries as they count now.
    pub(crate) fn settled(self, mut tries: Tries, now: u64) -> Tries {
        if now >= tries.last.saturating_add(nanoseconds(self.memory)) {
            return Tries::default();
        }
        // A clock that was set back must not make anybody wait for longer than the longest wait.
        tries.last = tries.last.min(now);
        tries.until = tries
            .until
            .min(now.saturating_add(nanoseconds(self.longest)));
        tries
    }

    /// One try more.
    pub(crate) fn struck(self, tries: Tries, now: u64) -> Tries {
        let count = tries.count.saturating_add(1);
        Tries {
            count,
            last: now,
            until: now.saturating_add(self.wait_after(count)),
        }
    }

    /// One try less.
    pub(crate) fn forgiven(self, tries: Tries) -> Tries {
        let count = tries.count.saturating_sub(1);
        Tries {
            count,
            until: tries.last.saturating_add(self.wait_after(count)),
            ..tries
        }
    }

    /// The wait that begins with the last of so many tries, if it is longer than the one before it.
    pub fn longer_wait(self, count: u32) -> Option<Wait> {
        let wait = self.wait_after(count);
        (wait > self.wait_after(count.saturating_sub(1))).then_some(Wait::of(wait))
    }

    /// How long the next try has to wait after so many.
    fn wait_after(self, count: u32) -> u64 {
        let Some(doublings) = count.checked_sub(self.free) else {
            return 0;
        };
        let longest = nanoseconds(self.longest);
        1_u64
            .checked_shl(doublings)
            .and_then(|times| nanoseconds(self.first).checked_mul(times))
            .map_or(longest, |wait| wait.min(longest))
    }
}

pub(crate) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
