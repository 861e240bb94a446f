//! The express lane: a few connections on which many quick statements are pipelined.
//!
//! A statement may take it when it only reads and has lately been quick and small; what is known of it
//! is kept in [`History`]. Its result is gathered at once, so that a slow reader holds nobody up.
//! A statement that stalls, or grows, leaves the lane: everyone who waits on that connection goes on
//! elsewhere (they only read, so asking again is harmless), the connection is retired, and what still
//! runs on it is cancelled.

use super::ByText;
use super::session::{Mode, Opener, Session};
use super::statement::{Encoder, Fault, start};
use futures::StreamExt as _;
use sallyport_query::{BoundSql, Columns, Limits, RowChunk, Rows, RunError};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Connections of a lane.
const CONNECTIONS: usize = 2;
/// Statements in flight on one connection.
const DEPTH: usize = 64;
/// Up to so many, they share the first connection: the server is then woken once for several of them, and answers
/// several at once.
const TOGETHER: usize = 32;
/// A statement slower than this is not quick.
const QUICK: Duration = Duration::from_millis(5);
/// No answer on a connection for this long: what is at its head is slow.
const STALL: Duration = Duration::from_millis(40);
/// A result larger than this is not small.
const SMALL: usize = 32 * 1024;
/// A statement that gathers more than this leaves the lane.
const LARGE: usize = 128 * 1024;
/// Runs that are remembered of a statement.
const REMEMBERED: u32 = 20;
/// How many of the remembered runs may have been slow: one in so many. On a busy machine a quick
/// statement is slow now and then, and that is when the lane is needed most; what really is slow
/// shows in the lane by stalling.
const TOLERATED: u32 = 4;
/// Quick runs before a statement is trusted.
const PROVED: u32 = 4;
/// Statements that are remembered of a target.
const STATEMENTS: usize = 2_048;

/// What a statement must not hold that shares a connection: what can change the connection for the
/// statements after it, what runs a text as a statement, and the spelling that could hide either.
const UNSHARED: [&str; 12] = [
    "set_config",
    "setseed",
    "pg_settings",
    "pg_advisory",
    "pg_try_advisory",
    "dblink",
    "_to_xml",
    "ts_stat",
    "ts_rewrite",
    "crosstab",
    "connectby",
    "u&",
];

fn may_share(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    !UNSHARED.iter().any(|part| text.contains(part))
}

/// How a target's statements have lately behaved.
#[derive(Default)]
pub(super) struct History(Mutex<ByText<Past>>);

struct Past {
    /// One bit for each run, the latest lowest; set if it was slow or large.
    slow: u32,
    runs: u32,
    /// Whether it may take the lane at all, once it has proved quick.
    may_share: bool,
}

impl Past {
    fn of(text: &str) -> Self {
        Self {
            slow: 0,
            runs: 0,
            may_share: may_share(text),
        }
    }
}

impl History {
    /// Whether a statement may take the lane.
    pub(super) fn is_quick(&self, text: &Arc<str>) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(text).is_some_and(|past| {
            let slow = (past.slow & ((1 << REMEMBERED) - 1)).count_ones();
            past.may_share && past.runs >= PROVED && slow <= past.runs / TOLERATED
        })
    }

    /// Remembers a run.
    pub(super) fn remember(&self, text: &Arc<str>, took: Duration, bytes: usize) {
        let slow = took > QUICK || bytes > SMALL;
        self.change(text, |past| {
            past.slow = past.slow << 1 | u32::from(slow);
            past.runs = REMEMBERED.min(past.runs + 1);
        });
    }

    /// A statement proved slow in the lane: it starts again from nothing.
    fn expel(&self, text: &Arc<str>) {
        self.change(text, |past| {
            past.slow = u32::MAX;
            past.runs = REMEMBERED;
        });
    }

    fn change(&self, text: &Arc<str>, change: impl FnOnce(&mut Past)) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(past) = known.get_mut(text) {
            return change(past);
        }
        if known.len() >= STATEMENTS {
            known.clear();
        }
        change(known.entry(Arc::clone(text)).or_insert(Past::of(text)));
    }
}

/// What came of a statement in the lane.
pub(super) enum Ride {
    /// Its result, or the server's refusal.
    Done(Result<Rows, RunError>),
    /// Nothing: it has to be run on a connection of its own.
    Elsewhere,
}

/// The lane of a target.
pub(super) struct Lane {
    opener: Opener,
    slots: [Slot; CONNECTIONS],
    history: Arc<History>,
}

#[derive(Default)]
struct Slot {
    track: Mutex<Option<Arc<Track>>>,
    is_opening: AtomicBool,
}

/// One shared connection.
struct Track {
    session: Session,
    opened: Instant,
    retired: AtomicBool,
    in_flight: AtomicUsize,
    /// When an answer last ended, in microseconds after `opened`.
    last_done: AtomicU64,
}

impl Track {
    fn now(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

impl Lane {
    pub(super) fn new(opener: Opener, history: Arc<History>) -> Arc<Self> {
        Arc::new(Self {
            opener,
            slots: Default::default(),
            history,
        })
    }

    /// Runs a statement in the lane, if there is room.
    pub(super) async fn run(self: &Arc<Self>, sql: &BoundSql, limits: &Limits) -> Ride {
        let Some(track) = self.pick() else {
            return Ride::Elsewhere;
        };
        let seat = Seat::take(&track);
        let began = track.now();
        let mut gathering = std::pin::pin!(gather(&track.session, sql, limits));
        loop {
            match tokio::time::timeout(STALL, &mut gathering).await {
                Ok(Gathered::All(result)) => {
                    let done = track.now();
                    let before = track.last_done.swap(done, Ordering::Relaxed);
                    seat.leave();
                    // What it took by itself, without those in front of it.
                    let took = Duration::from_micros(done.saturating_sub(before.max(began)));
                    let bytes = result.as_ref().map_or(0, |(_, chunk)| chunk.json.len());
                    self.history.remember(&sql.dollar, took, bytes);
                    return Ride::Done(result.map(|(columns, chunk)| Rows {
                        columns,
                        chunks: futures::stream::iter([Ok(chunk)]).boxed(),
                    }));
                }
                Ok(Gathered::TooLarge) => {
                    self.history.expel(&sql.dollar);
                    return Ride::Elsewhere;
                }
                Ok(Gathered::Broken) => return Ride::Elsewhere,
                Err(_) => {
                    let quiet = track
                        .now()
                        .saturating_sub(track.last_done.load(Ordering::Relaxed).max(began));
                    if Duration::from_micros(quiet) >= STALL {
                        // Which of those in flight is the slow one shows when they run by themselves.
                        return Ride::Elsewhere;
                    }
                }
            }
        }
    }

    /// The first connection with few statements in flight, or else the one with the fewest; the missing ones are
    /// opened meanwhile.
    fn pick(self: &Arc<Self>) -> Option<Arc<Track>> {
        let mut best: Option<Arc<Track>> = None;
        for (index, slot) in self.slots.iter().enumerate() {
            let track = slot
                .track
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            match track {
                Some(track)
                    if !track.retired.load(Ordering::Relaxed)
                        && !track.session.client.is_closed() =>
                {
                    let load = track.in_flight.load(Ordering::Relaxed);
                    if load < TOGETHER {
                        return Some(track);
                    }
                    if load < DEPTH
                        && best
                            .as_ref()
                            .is_none_or(|best| load < best.in_flight.load(Ordering::Relaxed))
                    {
                        best = Some(track);
                    }
                }
                _ => self.open(index),
            }
        }
        best
    }

    fn open(self: &Arc<Self>, index: usize) {
        let Some(slot) = self.slots.get(index) else {
            return;
        };
        if slot.is_opening.swap(true, Ordering::Relaxed) {
            return;
        }
        let lane = Arc::clone(self);
        tokio::spawn(async move {
            let opened = lane.opener.open(Mode::Reading).await;
            let Some(slot) = lane.slots.get(index) else {
                return;
            };
            if let Ok(session) = opened {
                let track = Track {
                    session,
                    opened: Instant::now(),
                    retired: AtomicBool::new(false),
                    in_flight: AtomicUsize::new(0),
                    last_done: AtomicU64::new(0),
                };
                *slot.track.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(track));
            }
            slot.is_opening.store(false, Ordering::Relaxed);
        });
    }
}

/// A statement's place on a connection. Dropped before [`Seat::leave`], it retires the connection.
struct Seat {
    track: Arc<Track>,
    has_left: bool,
}

impl Seat {
    fn take(track: &Arc<Track>) -> Self {
        track.in_flight.fetch_add(1, Ordering::Relaxed);
        Self {
            track: Arc::clone(track),
            has_left: false,
        }
    }

    fn leave(mut self) {
        self.has_left = true;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.track.in_flight.fetch_sub(1, Ordering::Relaxed);
        if self.has_left || self.track.retired.swap(true, Ordering::Relaxed) {
            return;
        }
        let track = Arc::clone(&self.track);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                // The others get their answers, or stall and go elsewhere; then nobody is hit.
                while track.in_flight.load(Ordering::Relaxed) > 0 {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                if !track.session.client.is_closed() {
                    track.session.canceller.cancel().await;
                }
            });
        }
    }
}

enum Gathered {
    All(Result<(Columns, RowChunk), RunError>),
    TooLarge,
    Broken,
}

/// Sends a statement and reads all of its answer.
async fn gather(session: &Session, sql: &BoundSql, limits: &Limits) -> Gathered {
    let failed = |fault: Fault| {
        if fault.is_broken() {
            Gathered::Broken
        } else {
            Gathered::All(Err(fault.into()))
        }
    };
    let mut started = match start(session, sql).await {
        Ok(started) => started,
        Err(fault) => return failed(fault),
    };
    let mut encoder = Encoder::new(&started, limits);
    let mut truncated = false;
    let mut skipped = 0;
    while let Some(row) = started.stream.next().await {
        let row = match row {
            Ok(row) => row,
            Err(error) => return failed(Fault::Driver(error)),
        };
        if truncated {
            skipped += row.raw_size_bytes();
        } else {
            match encoder.add(&row) {
                Ok(fitted) => truncated = !fitted,
                Err(error) => return Gathered::All(Err(error)),
            }
        }
        if encoder.len() + skipped > LARGE {
            return Gathered::TooLarge;
        }
    }
    let columns = started.columns;
    let chunk = encoder.chunk(truncated);
    // Without columns it is no question; the lane takes only questions.
    Gathered::All(Ok((columns, chunk)))
}
