//! Load: so many connections, each asking again as soon as it is answered, for so long.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde::Serialize;

use super::http::Connection;

/// What was seen.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Seen {
    /// Good answers a second.
    pub(super) rps: f64,
    /// Half of them were faster.
    pub(super) p50_ms: f64,
    /// Ninety-nine of a hundred were faster.
    pub(super) p99_ms: f64,
    /// Answers that were not good.
    pub(super) errors: u64,
    /// Good answers a second beside pgbench's transactions.
    pub(super) ratio: Option<f64>,
    /// What pgbench did with the same statement and as many clients.
    pub(super) pgbench_tps: Option<f64>,
}

/// How the load is made.
pub(super) struct Load<'a> {
    pub(super) to: SocketAddr,
    pub(super) connections: usize,
    pub(super) warm_up: Duration,
    pub(super) measured: Duration,
    /// The request of a number; numbers differ, so that no answer can come from a cache.
    pub(super) request: &'a (dyn Fn(u64) -> Vec<u8> + Sync),
    /// What a good answer's end looks like.
    pub(super) good: &'a (dyn Fn(&[u8]) -> bool + Sync),
}

#[derive(Default)]
struct Tally {
    micros: Vec<u32>,
    errors: u64,
    first_error: Option<String>,
}

/// Make the load, and measure what comes back.
pub(super) fn measure(load: &Load<'_>) -> Result<Seen> {
    let began = Instant::now();
    let from = began + load.warm_up;
    let until = from + load.measured;
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let workers: Vec<_> = (0..load.connections)
            .map(|worker| scope.spawn(move || one(load, worker, from, until)))
            .collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .collect()
    });
    let mut micros: Vec<u32> = tallies
        .iter()
        .flat_map(|tally| tally.micros.iter().copied())
        .collect();
    micros.sort_unstable();
    if let Some(error) = tallies.iter().find_map(|tally| tally.first_error.as_ref()) {
        eprintln!("  first error: {error}");
    }
    let at = |share: f64| -> Result<f64> {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index into a list"
        )]
        let index = ((micros.len() as f64 * share) as usize).min(micros.len().saturating_sub(1));
        Ok(f64::from(*micros.get(index).context("no good answer at all")?) / 1_000.0)
    };
    #[allow(clippy::cast_precision_loss, reason = "a count of requests")]
    let rps = micros.len() as f64 / load.measured.as_secs_f64();
    Ok(Seen {
        rps: rounded(rps),
        p50_ms: rounded(at(0.50)?),
        p99_ms: rounded(at(0.99)?),
        errors: tallies.iter().map(|tally| tally.errors).sum(),
        ratio: None,
        pgbench_tps: None,
    })
}

fn one(load: &Load<'_>, worker: usize, from: Instant, until: Instant) -> Tally {
    let mut tally = Tally::default();
    let mut body = Vec::with_capacity(256 * 1024);
    let mut number = u64::try_from(worker).unwrap_or_default() * 7_919;
    let mut connection: Option<Connection> = None;
    while Instant::now() < until {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let request = (load.request)(number >> 33);
        let asked = Instant::now();
        let done = exchange(&mut connection, load, &request, &mut body);
        let answered = Instant::now();
        let counts = asked >= from && answered <= until;
        match done {
            Ok(()) if counts => tally
                .micros
                .push(u32::try_from((answered - asked).as_micros()).unwrap_or(u32::MAX)),
            Ok(()) => {}
            Err(error) => {
                connection = None;
                tally.errors += 1;
                tally
                    .first_error
                    .get_or_insert_with(|| format!("{error:#}"));
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
    tally
}

fn exchange(
    connection: &mut Option<Connection>,
    load: &Load<'_>,
    request: &[u8],
    body: &mut Vec<u8>,
) -> Result<()> {
    let open = match connection {
        Some(open) => open,
        None => connection.insert(Connection::open(load.to)?),
    };
    let answer = open.exchange(request, body)?;
    if answer.status == 200 && (load.good)(body) {
        return Ok(());
    }
    let start =
        String::from_utf8_lossy(body.get(..body.len().min(400)).unwrap_or_default()).into_owned();
    anyhow::bail!(
        "status {} with {} bytes: {start}",
        answer.status,
        answer.length
    )
}

/// Three digits are all that such a figure is worth.
pub(super) fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}
