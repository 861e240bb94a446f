//! Load: so many connections, each asking again as soon as it is answered, for so long.
//!
//! Two threads drive all connections, as two of pgbench's do: with a thread for each connection, changing between
//! them would be a good part of what is measured.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Serialize;

use super::http::Exchange;

/// As many as `pgbench -j`.
const THREADS: usize = 2;

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
    /// What the server used of a processor for each good answer, in microseconds.
    pub(super) server_cpu_us: f64,
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
    /// What the server has used of processors so far, in seconds.
    pub(super) processor: &'a (dyn Fn() -> Result<f64> + Sync),
    /// What a good answer's end looks like.
    pub(super) good: &'a (dyn Fn(&[u8]) -> bool + Sync),
}

#[derive(Default)]
struct Tally {
    micros: Vec<u32>,
    errors: u64,
    first_error: Option<String>,
}

impl Tally {
    fn fault(&mut self, error: &anyhow::Error) {
        self.errors += 1;
        self.first_error.get_or_insert_with(|| format!("{error:#}"));
    }
}

/// Make the load, and measure what comes back.
pub(super) fn measure(load: &Load<'_>) -> Result<Seen> {
    let began = Instant::now();
    let from = began + load.warm_up;
    let until = from + load.measured;
    let before = (load.processor)()?;
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let drivers: Vec<_> = (0..THREADS.min(load.connections))
            .map(|driver| {
                let workers = (driver..load.connections).step_by(THREADS);
                scope.spawn(move || drive(load, workers, from, until))
            })
            .collect();
        drivers
            .into_iter()
            .filter_map(|driver| driver.join().ok())
            .collect()
    });
    let used = (load.processor)()? - before;
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
        server_cpu_us: rounded(used * 1e6 / (rps * (load.warm_up + load.measured).as_secs_f64())),
        ratio: None,
        pgbench_tps: None,
    })
}

/// One thread's connections, until the time is over.
fn drive(
    load: &Load<'_>,
    workers: impl Iterator<Item = usize>,
    from: Instant,
    until: Instant,
) -> Tally {
    let mut tally = Tally::default();
    let mut workers: Vec<Worker> = workers.map(Worker::new).collect();
    let tick = Timespec {
        tv_sec: 0,
        tv_nsec: 50_000_000,
    };
    loop {
        for worker in workers
            .iter_mut()
            .filter(|worker| worker.exchange.is_none())
        {
            if let Err(error) = worker.ask(load) {
                tally.fault(&error);
                // The server refuses connections: do not turn without end.
                thread::sleep(Duration::from_millis(5));
            }
        }
        let mut asked: Vec<_> = workers
            .iter_mut()
            .filter(|worker| worker.exchange.is_some())
            .collect();
        let ready: Vec<bool> = {
            let mut polled: Vec<_> = asked
                .iter()
                .filter_map(|worker| worker.exchange.as_ref())
                .map(|exchange| PollFd::new(exchange.stream(), PollFlags::IN))
                .collect();
            // A signal is no news.
            let _ = poll(&mut polled, Some(&tick));
            polled.iter().map(|one| !one.revents().is_empty()).collect()
        };
        for (worker, _) in asked.iter_mut().zip(ready).filter(|(_, ready)| *ready) {
            worker.hear(load, from, until, &mut tally);
        }
        if Instant::now() >= until {
            return tally;
        }
    }
}

/// One connection, and its random numbers.
struct Worker {
    number: u64,
    exchange: Option<Exchange>,
    asked: Instant,
}

impl Worker {
    fn new(worker: usize) -> Self {
        Self {
            number: u64::try_from(worker).unwrap_or_default() * 7_919,
            exchange: None,
            asked: Instant::now(),
        }
    }

    fn request(&mut self, load: &Load<'_>) -> Vec<u8> {
        self.number = self
            .number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (load.request)(self.number >> 33)
    }

    /// Opens the connection with its first question.
    fn ask(&mut self, load: &Load<'_>) -> Result<()> {
        let mut exchange = Exchange::open(load.to)?;
        let request = self.request(load);
        self.asked = Instant::now();
        exchange.ask(&request)?;
        self.exchange = Some(exchange);
        Ok(())
    }

    /// Reads what has come; if the answer is whole, counts it and asks again.
    fn hear(&mut self, load: &Load<'_>, from: Instant, until: Instant, tally: &mut Tally) {
        let Some(exchange) = &mut self.exchange else {
            return;
        };
        let heard = exchange.hear().and_then(|answer| {
            answer
                .map(|answer| {
                    if answer.status == 200 && (load.good)(answer.bytes) {
                        Ok(())
                    } else {
                        let start = answer.bytes.get(..600).unwrap_or(answer.bytes);
                        anyhow::bail!("an answer: {}", String::from_utf8_lossy(start))
                    }
                })
                .transpose()
        });
        let next = match heard {
            Ok(None) => return,
            Ok(Some(())) => {
                let answered = Instant::now();
                if self.asked >= from && answered <= until {
                    let took = (answered - self.asked).as_micros();
                    tally.micros.push(u32::try_from(took).unwrap_or(u32::MAX));
                }
                let request = self.request(load);
                self.asked = Instant::now();
                self.exchange
                    .as_mut()
                    .map_or(Ok(()), |exchange| exchange.ask(&request))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = next {
            tally.fault(&error);
            self.exchange = None;
        }
    }
}

/// Three digits are all that such a figure is worth.
pub(super) fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}
