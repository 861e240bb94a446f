//! A statement on a thread of its own.

use super::file::{self, Access};
use super::{OpenFile, fault, value};
use bytes::Bytes;
use futures::StreamExt as _;
use rusqlite::Connection;
use sallyport_query::{
    BoundSql, Budget, Column, ColumnType, FaultKind, Limits, RowChunk, Rows, RunError, SourceFault,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

/// Rows are handed on when they make this many bytes.
const CHUNK: usize = 16 * 1024;
/// Chunks that wait for a slow reader.
const AHEAD: usize = 2;
/// Steps of `SQLite`'s machine between two looks at whether anyone still wants the result.
const STEPS: i32 = 2_000;

/// Runs something that blocks.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, RunError> + Send + 'static,
) -> Result<T, RunError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or(Err(RunError::Unreachable {
        stage: "file",
        kind: None,
    }))
}

/// What the thread tells.
enum Told {
    Columns(Vec<Column>),
    Chunk(RowChunk),
    Failed(RunError),
}

/// Stops the thread when nobody wants its result any more.
struct Reader {
    told: mpsc::Receiver<Told>,
    has_left: Arc<AtomicBool>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.has_left.store(true, Ordering::Relaxed);
    }
}

/// Runs a statement and gives its columns, with the rows to come.
pub(super) async fn run(
    file: Arc<OpenFile>,
    access: Access,
    sql: BoundSql,
    limits: Limits,
    permit: OwnedSemaphorePermit,
) -> Result<Rows, RunError> {
    let (tell, told) = mpsc::channel(AHEAD);
    let has_left = Arc::new(AtomicBool::new(false));
    let mut reader = Reader {
        told,
        has_left: Arc::clone(&has_left),
    };
    tokio::task::spawn_blocking(move || {
        if let Err(error) = work(&file, access, &sql, &limits, &tell, &has_left) {
            let _ = tell.blocking_send(Told::Failed(error));
        }
        drop(permit);
    });
    let columns = match reader.told.recv().await {
        Some(Told::Columns(columns)) => columns,
        Some(Told::Failed(error)) => return Err(error),
        Some(Told::Chunk(_)) | None => {
            return Err(RunError::Malformed {
                reason: "SQLite's thread ended",
            });
        }
    };
    let chunks = futures::stream::unfold(reader, |mut reader| async move {
        match reader.told.recv().await? {
            Told::Chunk(chunk) => Some((Ok(chunk), reader)),
            Told::Failed(error) => Some((Err(error), reader)),
            Told::Columns(_) => None,
        }
    });
    Ok(Rows {
        columns: columns.into(),
        chunks: chunks.boxed(),
    })
}

fn work(
    file: &OpenFile,
    access: Access,
    sql: &BoundSql,
    limits: &Limits,
    tell: &mpsc::Sender<Told>,
    has_left: &Arc<AtomicBool>,
) -> Result<(), RunError> {
    let connection = match file.pop(access) {
        Some(connection) => connection,
        None => open(file, access)?,
    };
    let watched = Arc::clone(has_left);
    let watch = connection.progress_handler(STEPS, Some(move || watched.load(Ordering::Relaxed)));
    watch.map_err(|error| fault::run(&error))?;
    let result = execute(&connection, sql, limits, tell);
    let quiet = connection.progress_handler(STEPS, None::<fn() -> bool>);
    if quiet.is_ok() && connection.is_autocommit() {
        file.push(access, connection);
    }
    result
}

fn open(file: &OpenFile, access: Access) -> Result<Connection, RunError> {
    file::open(&file.path, access)
        .and_then(|connection| file::guard(&connection, access).map(|()| connection))
        .map_err(|error| fault::run(&error))
}

fn execute(
    connection: &Connection,
    sql: &BoundSql,
    limits: &Limits,
    tell: &mpsc::Sender<Told>,
) -> Result<(), RunError> {
    let failed = |error: rusqlite::Error| fault::run(&error);
    let changes = connection.total_changes();
    let mut statement = connection.prepare(&sql.question).map_err(failed)?;
    if statement.parameter_count() != sql.params.len() {
        return Err(own_placeholder());
    }
    for (index, param) in sql.params.iter().enumerate() {
        statement
            .raw_bind_parameter(index + 1, value::bind(param))
            .map_err(failed)?;
    }
    let columns: Vec<_> = statement
        .columns()
        .iter()
        .enumerate()
        .map(|(index, column)| Column {
            name: value::column_name(column.name(), index),
            kind: value::column_type(column.decl_type()),
        })
        .collect();
    let kinds: Vec<ColumnType> = columns.iter().map(|column| column.kind).collect();
    let mut out = Chunks {
        tell,
        chunk: Vec::new(),
        rows: 0,
        budget: Budget::new(limits),
        room: usize::try_from(limits.max_bytes).unwrap_or(usize::MAX),
    };
    if columns.is_empty() {
        let mut rows = statement.raw_query();
        while rows.next().map_err(failed)?.is_some() {}
        let affected = connection.total_changes() - changes;
        let column = Column {
            name: "affected_rows".to_owned(),
            kind: ColumnType::Integer,
        };
        if tell.blocking_send(Told::Columns(vec![column])).is_ok() {
            out.add(format!("[{affected}]").as_bytes());
            out.flush(false);
        }
        return Ok(());
    }
    // The first row before the columns: a statement that fails at once has no answer begun.
    let mut rows = statement.raw_query();
    let mut next = rows.next().map_err(failed)?;
    if tell.blocking_send(Told::Columns(columns)).is_err() {
        return Ok(());
    }
    let mut json = Vec::new();
    while let Some(row) = next {
        json.clear();
        json.push(b'[');
        for (index, kind) in kinds.iter().enumerate() {
            if index > 0 {
                json.push(b',');
            }
            let value = row.get_ref(index).map_err(failed)?;
            if !out.has_room(json.len() + value::least(value)) {
                out.flush(true);
                return Ok(());
            }
            value::write(&mut json, *kind, value);
        }
        json.push(b']');
        if !out.add(&json) {
            out.flush(true);
            return Ok(());
        }
        if out.chunk.len() >= CHUNK && !out.flush(false) {
            return Ok(());
        }
        next = rows.next().map_err(failed)?;
    }
    if out.rows > 0 {
        out.flush(false);
    }
    Ok(())
}

fn own_placeholder() -> RunError {
    RunError::Source(SourceFault {
        code: "SQLITE_1".to_owned(),
        kind: FaultKind::Statement,
        about_statement: Some(
            "the statement has placeholders of its own: write `{{ … }}`".to_owned(),
        ),
        position: None,
    })
}

/// Rows on their way to the reader.
struct Chunks<'a> {
    tell: &'a mpsc::Sender<Told>,
    chunk: Vec<u8>,
    rows: u32,
    budget: Budget,
    /// Bytes that the budget still has.
    room: usize,
}

impl Chunks<'_> {
    /// Whether a row of that many bytes could still be added: asked before it is made.
    fn has_room(&self, bytes: usize) -> bool {
        bytes <= self.room
    }

    /// Adds a row; `false` if the budget has no room for it.
    fn add(&mut self, row: &[u8]) -> bool {
        let comma = usize::from(!self.chunk.is_empty());
        if !self.budget.admit(row.len() + comma) {
            return false;
        }
        self.room = self.room.saturating_sub(row.len() + comma);
        if comma > 0 {
            self.chunk.push(b',');
        }
        self.chunk.extend_from_slice(row);
        self.rows += 1;
        true
    }

    /// Hands over what there is; `false` if the reader has left.
    fn flush(&mut self, truncated: bool) -> bool {
        let json = Bytes::from(std::mem::take(&mut self.chunk));
        let rows = std::mem::take(&mut self.rows);
        self.tell
            .blocking_send(Told::Chunk(RowChunk {
                json,
                rows,
                truncated,
            }))
            .is_ok()
    }
}
