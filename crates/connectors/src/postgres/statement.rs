//! One statement on one connection: sent, and its rows encoded as they come.

use super::encode::{self, Malformed};
use super::fault;
use super::parameter::{Parameter, fits};
use super::pool::Lease;
use super::session::{Mode, Session};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sallyport_query::binding::{BindError, Nature};
use sallyport_query::{
    BoundSql, Budget, Column, ColumnType, Columns, Limits, RowChunk, Rows, RunError,
};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Row, RowStream, Statement};

/// Rows are handed on when they make this many bytes, or when the server has no more at hand.
const CHUNK: usize = 16 * 1024;

/// A statement that the server has accepted.
pub(super) struct Started {
    pub(super) columns: Columns,
    pub(super) stream: Pin<Box<RowStream>>,
    types: Arc<[Type]>,
}

/// Sends a statement with its values.
pub(super) async fn start(session: &Session, sql: &BoundSql) -> Result<Started, Fault> {
    match try_start(session, sql).await {
        // It was refused before it did anything: prepare it again, once.
        Err(Fault::Driver(error)) if fault::is_stale(&error) => {
            session.forget(&sql.dollar);
            try_start(session, sql).await
        }
        other => other,
    }
}

/// Why a statement did not start or go on.
pub(super) enum Fault {
    Driver(tokio_postgres::Error),
    Ours(RunError),
}

impl Fault {
    pub(super) fn is_broken(&self) -> bool {
        match self {
            Self::Driver(error) => fault::is_broken(error),
            Self::Ours(_) => false,
        }
    }
}

impl From<Fault> for RunError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Driver(error) => fault::run(&error),
            Fault::Ours(error) => error,
        }
    }
}

async fn try_start(session: &Session, sql: &BoundSql) -> Result<Started, Fault> {
    let prepared = session.prepare(&sql.dollar).await.map_err(Fault::Driver)?;
    check(&prepared.statement, sql).map_err(|error| Fault::Ours(error.into()))?;
    let params = sql.params.iter().map(Parameter);
    let stream = session
        .client
        .query_raw(&prepared.statement, params)
        .await
        .map_err(Fault::Driver)?;
    Ok(Started {
        columns: prepared.columns.clone(),
        types: Arc::clone(&prepared.types),
        stream: Box::pin(stream),
    })
}

fn check(statement: &Statement, sql: &BoundSql) -> Result<(), BindError> {
    for (index, (kind, value)) in statement.params().iter().zip(&sql.params).enumerate() {
        if !fits(value, kind) {
            return Err(BindError::Unfit { number: index + 1 });
        }
    }
    Ok(())
}

/// The bytes of a column, of any type.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Rows on their way into chunks.
pub(super) struct Encoder {
    types: Arc<[Type]>,
    out: Vec<u8>,
    row: Vec<u8>,
    rows: u32,
    budget: Budget,
}

impl Encoder {
    pub(super) fn new(started: &Started, limits: &Limits) -> Self {
        Self {
            types: Arc::clone(&started.types),
            out: Vec::new(),
            row: Vec::new(),
            rows: 0,
            budget: Budget::new(limits),
        }
    }

    /// Adds a row; `false` if the budget has no room for it.
    pub(super) fn add(&mut self, row: &Row) -> Result<bool, RunError> {
        self.row.clear();
        self.row.push(b'[');
        for (index, kind) in self.types.iter().enumerate() {
            if index > 0 {
                self.row.push(b',');
            }
            let malformed = |Malformed| RunError::Malformed {
                reason: "a value is not in its type's format",
            };
            let raw: Option<Raw<'_>> = row.try_get(index).map_err(|_| malformed(Malformed))?;
            encode::write(&mut self.row, kind, raw.map(|raw| raw.0)).map_err(malformed)?;
        }
        self.row.push(b']');
        Ok(self.take_row())
    }

    /// Adds what a statement without rows tells: how many it changed.
    pub(super) fn add_affected(&mut self, count: u64) {
        self.row.clear();
        self.row.extend_from_slice(format!("[{count}]").as_bytes());
        self.take_row();
    }

    fn take_row(&mut self) -> bool {
        let comma = usize::from(!self.out.is_empty());
        if !self.budget.admit(self.row.len() + comma) {
            return false;
        }
        if comma > 0 {
            self.out.push(b',');
        }
        self.out.append(&mut self.row);
        self.rows += 1;
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn chunk(&mut self, truncated: bool) -> RowChunk {
        let rows = std::mem::take(&mut self.rows);
        RowChunk {
            json: Bytes::from(std::mem::take(&mut self.out)),
            rows,
            truncated,
        }
    }
}

/// The column that a statement without rows has: how many rows it changed.
pub(super) fn affected_column() -> Column {
    Column {
        name: "affected_rows".to_owned(),
        kind: ColumnType::Integer,
    }
}

/// Whether a change is plainly that of rows. A `do` or a `call` runs others inside it, which
/// could put a statement of theirs in the place of one that the connection has prepared.
fn is_plain(text: &str) -> bool {
    let word: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    ["insert", "update", "delete", "merge"].contains(&word.as_str())
}

/// Runs a statement on a connection of its own.
pub(super) async fn run(mut lease: Lease, sql: &BoundSql) -> Result<(Lease, Started), RunError> {
    if sql.nature == Nature::Change && !is_plain(&sql.dollar) {
        lease.keep_from_others();
    }
    if lease.mode() == Mode::Reading && sql.nature == Nature::Change {
        // It may hold several statements (`do`, `call`): in here it cannot end the transaction that
        // only reads, to begin another one that writes.
        lease.keep_from_others();
        let begun = lease.session()?.client.batch_execute("begin read only");
        begun.await.map_err(|error| fault::run(&error))?;
    }
    match start(lease.session()?, sql).await {
        Ok(started) => Ok((lease, started)),
        Err(fault) => {
            lease.finish(fault.is_broken());
            Err(fault.into())
        }
    }
}

/// The result of a statement whose connection is its own: dropping it cancels the statement.
pub(super) fn stream(
    lease: Lease,
    started: Started,
    limits: &Limits,
    done: impl FnOnce(usize) + Send + 'static,
) -> Rows {
    let encoder = Encoder::new(&started, limits);
    let counts = started.columns.is_empty();
    let columns = if counts {
        vec![affected_column()].into()
    } else {
        started.columns
    };
    let chunks = Chunks {
        lease: Some(lease),
        stream: started.stream,
        encoder,
        counts,
        bytes: 0,
        done: Some(done),
    };
    Rows {
        columns,
        chunks: chunks.boxed(),
    }
}

struct Chunks<F> {
    lease: Option<Lease>,
    stream: Pin<Box<RowStream>>,
    encoder: Encoder,
    /// The statement has no rows: what it changed is counted.
    counts: bool,
    bytes: usize,
    done: Option<F>,
}

impl<F: FnOnce(usize)> Chunks<F> {
    fn finish(&mut self, is_broken: bool) {
        if let Some(lease) = self.lease.take() {
            lease.finish(is_broken);
        }
        if let Some(done) = self.done.take() {
            done(self.bytes);
        }
    }

    fn emit(&mut self, truncated: bool) -> Poll<Option<Result<RowChunk, RunError>>> {
        let chunk = self.encoder.chunk(truncated);
        self.bytes += chunk.json.len();
        Poll::Ready(Some(Ok(chunk)))
    }
}

impl<F> Unpin for Chunks<F> {}

impl<F: FnOnce(usize)> Stream for Chunks<F> {
    type Item = Result<RowChunk, RunError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.lease.is_none() {
            return Poll::Ready(None);
        }
        loop {
            let next = this.stream.as_mut().poll_next(cx);
            if next.is_pending() && !this.encoder.is_empty() {
                return this.emit(false);
            }
            match ready!(next) {
                Some(Ok(row)) => match this.encoder.add(&row) {
                    Ok(true) if this.encoder.len() >= CHUNK => return this.emit(false),
                    Ok(true) => {}
                    Ok(false) => {
                        // The rest is not wanted: the lease, not finished, cancels it.
                        this.lease = None;
                        return this.emit(true);
                    }
                    Err(error) => {
                        this.lease = None;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                Some(Err(error)) => {
                    this.finish(fault::is_broken(&error));
                    return Poll::Ready(Some(Err(fault::run(&error))));
                }
                None => {
                    if this.counts {
                        let affected = this.stream.rows_affected().unwrap_or_default();
                        this.encoder.add_affected(affected);
                    }
                    this.bytes += this.encoder.len();
                    this.finish(false);
                    if this.encoder.is_empty() {
                        return Poll::Ready(None);
                    }
                    return this.emit(false);
                }
            }
        }
    }
}
