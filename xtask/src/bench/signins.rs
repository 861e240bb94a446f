//! `"signins"`: what signing in costs everybody else, and how much memory a crowd of sign-ins takes.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::json;

use super::app::{App, PASSWORD};
use super::http::{Connection, request};
use super::load::{Seen, rounded};
use crate::serving::Server;

/// Sign-ins a second beside the load.
const EACH_SECOND: u64 = 20;
/// Sign-ins at the same time.
const CROWD: usize = 100;
/// Who signs in: enough that nobody has more sessions than one may have.
const PEOPLE: usize = 100;
/// Threads that sign in beside the load, so that a slow one does not keep the next from beginning in time.
const THREADS: u64 = 8;

/// What was seen.
#[derive(Serialize)]
pub(super) struct Signins {
    /// 99 of 100 queries were faster, with nobody signing in.
    query_p99_ms: f64,
    /// The same with sign-ins beside it.
    query_p99_beside_ms: f64,
    /// The second by the first: at most 1.5.
    ratio: f64,
    /// Sign-ins that went well, each second.
    each_second: f64,
    /// Sign-ins that did not.
    failed: u64,
    /// Half of them were faster.
    p50_ms: f64,
    /// Memory before the crowd came.
    memory_before_mb: f64,
    /// The most while it was there.
    memory_crowd_mb: f64,
    /// Of the crowd, those who were told to come again.
    crowd_refused: usize,
}

/// Measures a load by itself and with sign-ins beside it, and then the crowd.
pub(super) fn measure(
    server: &Server,
    app: &App,
    load: &dyn Fn() -> Result<Seen>,
) -> Result<Signins> {
    app.make_people(server, PEOPLE)?;
    let alone = load()?;
    let (done, failed, stop) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let began = Instant::now();
    let (beside, mut took) = thread::scope(|scope| -> Result<_> {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (done, failed, stop) = (&done, &failed, &stop);
                scope.spawn(move || {
                    let mut took = Vec::new();
                    for number in (thread..).step_by(usize::try_from(THREADS).unwrap_or(1)) {
                        let due = began + Duration::from_millis(1_000 / EACH_SECOND * number);
                        thread::sleep(due.saturating_duration_since(Instant::now()));
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let asked = Instant::now();
                        let counted = match sign_in(server, number) {
                            Ok(200) => done,
                            _ => failed,
                        };
                        counted.fetch_add(1, Ordering::Relaxed);
                        took.push(asked.elapsed().as_secs_f64() * 1_000.0);
                    }
                    took
                })
            })
            .collect();
        let seen = load();
        stop.store(true, Ordering::Relaxed);
        let took: Vec<f64> = threads
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .flatten()
            .collect();
        Ok((seen?, took))
    })?;
    let seconds = began.elapsed().as_secs_f64();
    took.sort_by(f64::total_cmp);
    let memory_before_mb = server.memory_mb("VmRSS")?;
    let (memory_crowd_mb, crowd_refused) = crowd(server)?;
    #[allow(clippy::cast_precision_loss, reason = "a count of sign-ins")]
    let each_second = done.load(Ordering::Relaxed) as f64 / seconds;
    Ok(Signins {
        query_p99_ms: alone.p99_ms,
        query_p99_beside_ms: beside.p99_ms,
        ratio: rounded(beside.p99_ms / alone.p99_ms),
        each_second: rounded(each_second),
        failed: failed.load(Ordering::Relaxed),
        p50_ms: rounded(took.get(took.len() / 2).copied().unwrap_or_default()),
        memory_before_mb: rounded(memory_before_mb),
        memory_crowd_mb: rounded(memory_crowd_mb),
        crowd_refused,
    })
}

/// Everybody at once: the most memory that was seen, and how many were refused.
fn crowd(server: &Server) -> Result<(f64, usize)> {
    thread::scope(|scope| {
        let people: Vec<_> = (0..CROWD)
            .map(|number| {
                scope.spawn(move || sign_in(server, u64::try_from(number).unwrap_or_default()))
            })
            .collect();
        let mut most: f64 = 0.0;
        while people.iter().any(|person| !person.is_finished()) {
            most = most.max(server.memory_mb("VmRSS")?);
            thread::sleep(Duration::from_millis(2));
        }
        let mut refused = 0;
        for person in people {
            match person.join() {
                Ok(Ok(200)) => {}
                // The line for a hash is full, or its place has as many tries open as it may have.
                Ok(Ok(429 | 503)) => refused += 1,
                Ok(Ok(status)) => bail!("a sign-in of the crowd was answered {status}"),
                Ok(Err(error)) => return Err(error),
                Err(_) => bail!("a thread of the crowd ended early"),
            }
        }
        Ok((most, refused))
    })
}

/// Signs somebody in on a connection of its own, as browsers do.
fn sign_in(server: &Server, number: u64) -> Result<u16> {
    let person = number % u64::try_from(PEOPLE)?;
    let body = json!({ "email": email(person), "password": PASSWORD }).to_string();
    let bytes = request(
        "POST",
        "/api/v1/session",
        &server.authority(),
        None,
        Some(&body),
    );
    let mut connection = Connection::open(server.address())?;
    Ok(connection.exchange(&bytes, &mut Vec::new())?.status)
}

/// The address of somebody who signs in.
pub(super) fn email(number: u64) -> String {
    format!("signs.in.{number}@example.com")
}
