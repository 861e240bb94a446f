//! Statements of `store-sql` on SQLite connections.

use crate::error::{Refusal, fault, unavailable};
use crate::journal::TakeOver;
use crate::tenant::{Core, Readers};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params, params_from_iter};
use sallyport_store::StoreError;
use sallyport_store_sql::{AuditRow, Batch, Changer, Driver, Param, Row, Value};
use std::future::{Future, ready};
use std::sync::Arc;
use tokio::runtime::RuntimeFlavor;
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit};

struct Bound<'a>(&'a Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Param::Null => ValueRef::Null,
            Param::Integer(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map_or(Value::Null, |text| Value::Text(text.to_owned()))
        }
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Null | ValueRef::Real(_) => Value::Null,
    }
}

fn query(connection: &Connection, sql: &str, params: &[Param<'_>]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(params.iter().map(Bound)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(
            (0..columns)
                .map(|column| row.get_ref(column).map(value))
                .collect::<Result<_, _>>()?,
        );
    }
    Ok(found)
}

fn execute(connection: &Connection, sql: &str, params: &[Param<'_>]) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.execute(params_from_iter(params.iter().map(Bound)))? as u64)
}

/// Changes are few and quick.
fn here<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Reads on this thread, which lets the tasks that wait for it go on elsewhere meanwhile: a search of a long log takes
/// as long as it takes.
fn aside<T>(work: impl FnOnce() -> T) -> T {
    let has_others = tokio::runtime::Handle::try_current()
        .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    if has_others {
        tokio::task::block_in_place(work)
    } else {
        work()
    }
}

macro_rules! statements {
    ($on:path) => {
        const POSITION: &'static str = "instr";

        fn members(parameter: u8) -> String {
            format!("(SELECT value FROM json_each(${parameter}))")
        }

        fn query(
            &mut self,
            sql: &str,
            params: &[Param<'_>],
        ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
            ready(
                self.connection()
                    .and_then(|connection| $on(|| query(connection, sql, params)).map_err(fault)),
            )
        }

        fn execute(
            &mut self,
            sql: &str,
            params: &[Param<'_>],
        ) -> impl Future<Output = Result<u64, StoreError>> + Send {
            ready(
                self.connection()
                    .and_then(|connection| $on(|| execute(connection, sql, params)).map_err(fault)),
            )
        }
    };
}

/// A reader: a connection in a transaction that sees the tenant as of one moment.
pub(crate) struct Reader {
    connection: Option<Connection>,
    readers: Arc<Readers>,
    _place: OwnedSemaphorePermit,
}

impl Reader {
    pub(crate) fn begin(
        connection: Connection,
        readers: Arc<Readers>,
        place: OwnedSemaphorePermit,
    ) -> Result<Self, StoreError> {
        // The moment is that of the first read, so there is one at once.
        let began = connection
            .prepare_cached("BEGIN")
            .and_then(|mut statement| statement.execute([]))
            .and_then(|_| query(&connection, "SELECT access_version FROM tenant_state", &[]));
        let reader = Self {
            connection: Some(connection),
            readers,
            _place: place,
        };
        began.map(|_| reader).map_err(fault)
    }

    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection
            .as_ref()
            .ok_or_else(|| unavailable(Refusal::Ended))
    }
}

impl Driver for Reader {
    statements!(aside);
}

impl Drop for Reader {
    fn drop(&mut self) {
        // A connection that can't end its transaction is closed instead.
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("ROLLBACK").is_ok()
        {
            self.readers.give_back(connection);
        }
    }
}

/// The writer: the tenant's only one, in a transaction.
pub(crate) struct Writer {
    connection: Option<OwnedMutexGuard<Connection>>,
    core: Arc<Core>,
}

impl Writer {
    pub(crate) async fn begin(core: &Arc<Core>) -> Result<Self, StoreError> {
        let connection = Arc::clone(&core.writer).lock_owned().await;
        let began = connection
            .prepare_cached("BEGIN IMMEDIATE")
            .and_then(|mut begin| begin.execute([]))
            .map_err(fault);
        let writer = Self {
            connection: Some(connection),
            core: Arc::clone(core),
        };
        began.map(|_| writer)
    }

    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection
            .as_deref()
            .ok_or_else(|| unavailable(Refusal::Ended))
    }

    /// Writes records behind those of the journal and commits, on a thread that may wait for the disk. It goes on to
    /// the end even if nobody waits for it.
    pub(crate) async fn finish(
        self,
        records: Vec<AuditRow>,
        raised: Option<u64>,
    ) -> Result<(), StoreError> {
        let finished = tokio::task::spawn_blocking(move || self.write_and_commit(records, raised));
        finished.await.map_err(unavailable)?
    }

    /// The same on this thread.
    pub(crate) fn write_and_commit(
        mut self,
        records: Vec<AuditRow>,
        raised: Option<u64>,
    ) -> Result<(), StoreError> {
        let connection = self.connection()?;
        let from_journal = self.core.journal.take();
        if let Some(taken) = &from_journal {
            take_over(connection, taken)?;
        }
        let tells = !records.is_empty();
        insert(connection, records)?;
        connection
            .prepare_cached("COMMIT")
            .and_then(|mut commit| commit.execute([]))
            .map_err(fault)?;
        if let Some(taken) = from_journal {
            taken.committed();
        }
        self.core.committed(raised, tells);
        self.connection = None;
        Ok(())
    }
}

impl Driver for Writer {
    statements!(here);
}

impl Changer for Writer {
    async fn commit(self, record: AuditRow, raised: Option<u64>) -> Result<(), StoreError> {
        self.finish(vec![record], raised).await
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && !connection.is_autocommit()
        {
            // What can't be rolled back is rolled back by the next opening of the file.
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
}

/// Inserts the records as one batch, if there are any.
pub(crate) fn insert(connection: &Connection, records: Vec<AuditRow>) -> Result<(), StoreError> {
    insert_batch(connection, Batch::of(records)?)
}

/// Inserts what the journal has, and notes that it is here.
pub(crate) fn take_over(connection: &Connection, taken: &TakeOver) -> Result<(), StoreError> {
    for growing in &taken.batches {
        insert_batch(connection, growing.batch()?)?;
    }
    let through = i64::try_from(taken.through).map_err(unavailable)?;
    connection
        .prepare_cached("UPDATE audit_journal SET taken_over = ? WHERE id = 1")
        .and_then(|mut note| note.execute([through]))
        .map_err(fault)?;
    Ok(())
}

fn insert_batch(connection: &Connection, batch: Option<Batch>) -> Result<(), StoreError> {
    let Some(batch) = batch else { return Ok(()) };
    let sql =
        "INSERT INTO audit_batch (records, first_at, last_at, terms, body) VALUES (?, ?, ?, ?, ?)";
    let row = params![
        batch.records,
        batch.first_at,
        batch.last_at,
        batch.terms,
        batch.body
    ];
    connection
        .prepare_cached(sql)
        .and_then(|mut insert| insert.execute(row))
        .map_err(fault)?;
    Ok(())
}
