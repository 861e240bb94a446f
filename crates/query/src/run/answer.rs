//! The body of a run's answer: `{"columns":…,"rows":[…],"end":{…}}`.

use crate::{Columns, RowChunk, RunError};
use bytes::Bytes;
use futures::Stream;
use serde::Serialize;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// The bytes of a body: all at once, or as they come. Dropping it cancels the run.
#[derive(Debug)]
pub struct Answer {
    first: Option<Bytes>,
    rest: Option<mpsc::Receiver<Bytes>>,
}

impl Answer {
    pub(super) fn whole(body: Bytes) -> Self {
        Self {
            first: Some(body),
            rest: None,
        }
    }

    pub(super) fn streamed(rest: mpsc::Receiver<Bytes>) -> Self {
        Self {
            first: None,
            rest: Some(rest),
        }
    }

    /// The whole body, if it is known: then it has a length.
    pub fn as_whole(&self) -> Option<&Bytes> {
        if self.rest.is_none() {
            self.first.as_ref()
        } else {
            None
        }
    }
}

impl Stream for Answer {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(first));
        }
        self.rest
            .as_mut()
            .map_or(Poll::Ready(None), |rest| rest.poll_recv(cx))
    }
}

/// A failure in the middle of a stream, in the shape of RFC 9457.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened.
    pub title: String,
    /// The HTTP status that it would have had.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What happened, as far as the reader may know.
    pub detail: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The request.
    pub request_id: String,
    /// Always empty here.
    #[schema(value_type = Vec<Object>)]
    pub errors: [(); 0],
}

impl Problem {
    /// The problem that an error is to a reader.
    pub fn of(error: &RunError, may_read_query: bool, request_id: &str) -> Self {
        Self {
            kind: format!("/problems/{}", error.code()),
            title: error.public(),
            status: error.status(),
            code: error.code().to_owned(),
            detail: may_read_query.then(|| error.for_builder()),
            hint: error.hint().map(str::to_owned),
            request_id: request_id.to_owned(),
            errors: [],
        }
    }

    pub(super) fn unrecorded(request_id: &str) -> Self {
        Self {
            kind: "/problems/unavailable".to_owned(),
            title: "the end of the run could not be recorded".to_owned(),
            status: 503,
            code: "unavailable".to_owned(),
            detail: None,
            hint: None,
            request_id: request_id.to_owned(),
            errors: [],
        }
    }
}

/// What is known when a run has ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) truncated: bool,
    pub(super) elapsed: Duration,
}

impl Tally {
    /// Milliseconds with three decimals.
    pub(super) fn elapsed_ms(&self) -> f64 {
        (self.elapsed.as_secs_f64() * 1_000_000.0).round() / 1_000.0
    }
}

/// Writes a body piece by piece.
#[derive(Debug)]
pub(super) struct Body {
    out: Vec<u8>,
    has_rows: bool,
}

impl Body {
    pub(super) fn new(columns: &Columns) -> Self {
        let mut out = Vec::with_capacity(4_096);
        out.extend_from_slice(b"{\"columns\":");
        out.extend_from_slice(columns.json());
        out.extend_from_slice(b",\"rows\":[");
        Self {
            out,
            has_rows: false,
        }
    }

    pub(super) fn rows(&mut self, chunk: &RowChunk) {
        if chunk.json.is_empty() {
            return;
        }
        if self.has_rows {
            self.out.push(b',');
        }
        self.has_rows = true;
        self.out.extend_from_slice(&chunk.json);
    }

    pub(super) fn end(&mut self, tally: &Tally, problem: Option<&Problem>) {
        #[derive(Serialize)]
        struct End<'a> {
            status: &'static str,
            row_count: u64,
            truncated: bool,
            elapsed_ms: f64,
            problem: Option<&'a Problem>,
        }
        let end = End {
            status: if problem.is_some() { "failed" } else { "ok" },
            row_count: tally.rows,
            truncated: tally.truncated,
            elapsed_ms: tally.elapsed_ms(),
            problem,
        };
        self.out.extend_from_slice(b"],\"end\":");
        write(&mut self.out, &end);
        self.out.push(b'}');
    }

    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn take(&mut self) -> Bytes {
        Bytes::from(std::mem::take(&mut self.out))
    }
}

/// Plain structures of text and numbers: writing them into memory does not fail.
fn write(out: &mut Vec<u8>, value: &impl Serialize) {
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"null");
    }
}
