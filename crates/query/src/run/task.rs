//! The course of one run.

use super::answer::{Answer, Body, Problem, Tally};
use super::{About, Failure, Proxy, Request, RunsQuery};
use crate::{Inputs, Limits, Plan, RowChunk, Rows, RunError, Target, Trusted};
use bytes::Bytes;
use futures::StreamExt as _;
use sallyport_policy::{Permit, Receipt};
use sallyport_store::StoreError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// A result of this size, or smaller, is released as one.
const BUFFER: usize = 64 * 1024;
/// Chunks that wait for a slow reader.
const AHEAD: usize = 2;

/// Runs a query and hands its answer to `head`.
pub(super) async fn drive<A: RunsQuery>(
    proxy: Proxy,
    permit: Permit<A>,
    request: Request,
    mut head: oneshot::Sender<Result<Answer, Failure>>,
) {
    let work = Work {
        plan: request.plan,
        inputs: request.inputs,
        trusted: request.trusted,
        writes: request.writes,
        limits: request.limits,
    };
    let mut course = Course {
        proxy,
        started: Instant::now(),
        timeout: work.limits.timeout,
        rows: 0,
        truncated: false,
        request_id: permit.actor().request().request_id.clone(),
        about: request.about,
        writes: request.writes,
        target: Arc::clone(&request.target),
        may_read_query: A::MAY_READ_QUERY,
    };
    // What a run changes at its source can't be taken back: the log tells of it before it happens.
    if work.writes
        && let Err(error) = course.begin(&permit).await
    {
        let _ = head.send(Err(Failure::Unrecorded(error)));
        return;
    }
    let filled = tokio::select! {
        filled = course.fill(work) => filled,
        () = head.closed() => Err(RunError::Cancelled),
    };
    match filled {
        Ok(Filled::Whole(mut body)) => {
            let tally = course.tally();
            let receipt = course.describe(permit.receipt(), "ok", Some(tally));
            let answer = match course.proxy.ledger.record(receipt).await {
                Ok(()) => {
                    body.end(&tally, None);
                    Ok(Answer::whole(body.take()))
                }
                Err(error) => Err(course.unrecorded(error)),
            };
            let _ = head.send(answer);
        }
        Ok(Filled::More(body, rows)) => course.stream(permit, body, rows, head).await,
        Err(error) => {
            let tally = course.tally();
            let receipt = course
                .describe(permit.failure(), course.status(&error), Some(tally))
                .with("code", error.code());
            let recorded = course.proxy.ledger.record(receipt).await;
            let _ = head.send(Err(
                recorded.map_or_else(|fault| course.unrecorded(fault), |()| error.into())
            ));
        }
    }
}

/// What a run has, once the buffer is full or the result is at its end.
enum Filled {
    Whole(Body),
    More(Body, Rows),
}

/// What is to be run.
struct Work {
    plan: Arc<Plan>,
    inputs: Inputs,
    trusted: Trusted,
    limits: Limits,
    writes: bool,
}

/// A run under way: what its record says of it.
struct Course {
    proxy: Proxy,
    started: Instant,
    timeout: Duration,
    rows: u64,
    truncated: bool,
    request_id: String,
    about: About,
    writes: bool,
    target: Arc<Target>,
    may_read_query: bool,
}

impl Course {
    /// Runs the query until the buffer is full.
    async fn fill(&mut self, work: Work) -> Result<Filled, RunError> {
        let (deadline, after) = (self.started + self.timeout, self.timeout);
        let filled = tokio::time::timeout_at(deadline, self.fill_whatever_it_takes(work)).await;
        filled.unwrap_or(Err(RunError::TimedOut { after }))
    }

    async fn fill_whatever_it_takes(&mut self, work: Work) -> Result<Filled, RunError> {
        let Work {
            plan,
            inputs,
            trusted,
            limits,
            writes,
        } = work;
        let bound = plan
            .bind(inputs, &trusted, &*self.proxy.evaluator, writes)
            .await?;
        let connector = self.proxy.connectors.of(&self.target.settings);
        let mut rows = connector.run(&self.target, &bound, &limits).await?;
        let mut body = Body::new(&rows.columns);
        while body.len() < BUFFER {
            match rows.chunks.next().await {
                Some(chunk) => body.rows(self.count(&chunk?)),
                None => return Ok(Filled::Whole(body)),
            }
        }
        Ok(Filled::More(body, rows))
    }

    /// The next rows, in time.
    async fn next(&mut self, rows: &mut Rows) -> Option<Result<RowChunk, RunError>> {
        let deadline = self.started + self.timeout;
        let next = tokio::time::timeout_at(deadline, rows.chunks.next()).await;
        next.unwrap_or(Some(Err(RunError::TimedOut {
            after: self.timeout,
        })))
    }

    /// Counts the rows that are about to be handed on.
    fn count<'a>(&mut self, chunk: &'a RowChunk) -> &'a RowChunk {
        self.rows += u64::from(chunk.rows);
        self.truncated |= chunk.truncated;
        chunk
    }

    /// Releases a result that is larger than the buffer, as it comes; its start is recorded unless it was already.
    async fn stream<A: RunsQuery>(
        mut self,
        permit: Permit<A>,
        mut body: Body,
        mut rows: Rows,
        head: oneshot::Sender<Result<Answer, Failure>>,
    ) {
        if !self.writes
            && let Err(error) = self.begin(&permit).await
        {
            let _ = head.send(Err(Failure::Unrecorded(error)));
            return;
        }
        let (out, rest) = mpsc::channel(AHEAD);
        let mut result = match head.send(Ok(Answer::streamed(rest))) {
            Ok(()) => self.pour(&mut body, &mut rows, &out).await,
            Err(_) => Err(RunError::Cancelled),
        };
        // Stops what still runs at the source, before the record says that it ended.
        drop(rows);
        if result.is_ok() && out.is_closed() {
            result = Err(RunError::Cancelled);
        }
        let tally = self.tally();
        let receipt = match &result {
            Ok(()) => self.describe(permit.receipt(), "ok", Some(tally)),
            Err(error) => self
                .describe(permit.failure(), self.status(error), Some(tally))
                .with("code", error.code()),
        };
        let recorded = self.proxy.ledger.record(receipt).await;
        let problem = match (&result, recorded) {
            (Err(error), _) => Some(Problem::of(error, self.may_read_query, &self.request_id)),
            (Ok(()), Err(_)) => Some(Problem::unrecorded(&self.request_id)),
            (Ok(()), Ok(())) => None,
        };
        body.end(&tally, problem.as_ref());
        let _ = out.send(body.take()).await;
    }

    /// Hands the rows on until there are no more, or no reader.
    async fn pour(
        &mut self,
        body: &mut Body,
        rows: &mut Rows,
        out: &mpsc::Sender<Bytes>,
    ) -> Result<(), RunError> {
        loop {
            // A reader that stops reading holds up the source only until the time is over.
            let sent =
                tokio::time::timeout_at(self.started + self.timeout, out.send(body.take())).await;
            match sent {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(RunError::Cancelled),
                Err(_) => {
                    return Err(RunError::TimedOut {
                        after: self.timeout,
                    });
                }
            }
            let next = tokio::select! {
                next = self.next(rows) => next,
                () = out.closed() => return Err(RunError::Cancelled),
            };
            match next {
                Some(chunk) => body.rows(self.count(&chunk?)),
                None => return Ok(()),
            }
        }
    }

    /// The word for a failed run in its record. Whether a change was made by a statement that was stopped, only its
    /// source knows.
    fn status(&self, error: &RunError) -> &'static str {
        match error {
            RunError::Cancelled | RunError::TimedOut { .. } if self.writes => "unknown",
            RunError::Cancelled => "cancelled",
            RunError::TimedOut { .. } => "timed_out",
            _ => "failed",
        }
    }

    /// What it means that the end of a run could not be recorded.
    fn unrecorded(&self, error: StoreError) -> Failure {
        if self.writes {
            Failure::Unsettled(error)
        } else {
            Failure::Unrecorded(error)
        }
    }

    fn tally(&self) -> Tally {
        Tally {
            rows: self.rows,
            truncated: self.truncated,
            elapsed: self.started.elapsed(),
        }
    }

    /// Records that the run has begun.
    async fn begin<A: RunsQuery>(&self, permit: &Permit<A>) -> Result<(), StoreError> {
        let started = self.describe(permit.beginning(), "started", None);
        self.proxy.ledger.record(started).await
    }

    /// Puts into a record what it says of a run.
    fn describe(&self, receipt: Receipt, status: &'static str, tally: Option<Tally>) -> Receipt {
        let about = &self.about;
        let receipt = receipt
            .named(about.query_name.clone())
            .with("app", about.app.to_string())
            .with("app_name", about.app_name.clone())
            .with("page", about.page.map(|page| page.to_string()))
            .with("release", about.release)
            .with("datasource", self.target.datasource.to_string())
            .with("datasource_name", about.datasource_name.clone())
            .with("environment", self.target.environment.as_str())
            .with("status", status);
        match tally {
            None => receipt,
            Some(tally) => receipt
                .with("rows", tally.rows)
                .with("truncated", tally.truncated)
                .with("elapsed_ms", tally.elapsed_ms()),
        }
    }
}
