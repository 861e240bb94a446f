//! One tenant's file: its writer, its readers, its watchers; and its journal.

use crate::driver::{Reader, Writer, insert};
use crate::error::{fault, unavailable};
use crate::file::{self, Absent};
use crate::journal::{self, Journal};
use rusqlite::Connection;
use sallyport_crypto::TenantKeys;
use sallyport_kernel::{Random, Timestamp};
use sallyport_store::StoreError;
use sallyport_store_sql::{AuditRow, GroupCommit};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::{Mutex as AsyncMutex, Semaphore, watch};

/// How many reads go on at the same time; more wait.
const READERS: usize = 4;

/// What the writing half of a tenant shares with the task that writes records.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) writer: Arc<AsyncMutex<Connection>>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) access: watch::Sender<u64>,
    /// How often records came since the file was opened.
    pub(crate) records: watch::Sender<u64>,
}

impl Core {
    /// Tells the watchers of what was committed: to what the access version was raised, and whether records came.
    pub(crate) fn committed(&self, raised: Option<u64>, records: bool) {
        if let Some(raised) = raised {
            self.access
                .send_if_modified(|seen| raised > std::mem::replace(seen, raised.max(*seen)));
        }
        if records {
            self.records.send_modify(|times| *times += 1);
        }
    }

    /// Writes records of acts that change nothing. On a thread that may wait for the disk.
    async fn record(self: &Arc<Self>, records: Vec<AuditRow>) -> Result<(), StoreError> {
        if self.journal.has_enough() {
            let writer = Writer::begin(self).await?;
            writer.write_and_commit(Vec::new(), None)?;
        }
        self.journal.append(records)?;
        self.committed(None, true);
        Ok(())
    }
}

/// The connections that read.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn give_back(&self, connection: Connection) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}

/// A tenant's open file.
#[derive(Debug)]
pub(crate) struct TenantFile {
    pub(crate) keys: TenantKeys,
    pub(crate) core: Arc<Core>,
    pub(crate) log: GroupCommit,
    readers: Arc<Readers>,
}

impl TenantFile {
    /// Makes the file of a new tenant, complete with the record that it was made, and closed again.
    pub(crate) fn create(
        path: &Path,
        keys: &TenantKeys,
        at: Timestamp,
        record: AuditRow,
    ) -> Result<(), StoreError> {
        // A file without a line in the control file is what a creation left that was killed.
        let parts = ["db", "db-wal", "db-shm"].map(|ending| path.with_extension(ending));
        for part in parts.into_iter().chain(journal::paths(path)) {
            match std::fs::remove_file(part) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(unavailable(error));
                }
                _ => {}
            }
        }
        let mut connection = file::open(path, keys.database(), Absent::Create)?;
        crate::migration::migrate(&mut connection, crate::TENANT_MIGRATIONS, at)?;
        insert(&connection, vec![record])?;
        connection.close().map_err(|(_, error)| fault(error))
    }

    /// Opens the file, which takes over what its journal has. Must run on a blocking thread of the runtime that the
    /// store lives in.
    pub(crate) fn open(
        path: PathBuf,
        keys: TenantKeys,
        random: Arc<dyn Random>,
        at: Timestamp,
    ) -> Result<Self, StoreError> {
        let mut connection = file::open(&path, keys.database(), Absent::Refuse)?;
        crate::migration::migrate(&mut connection, crate::TENANT_MIGRATIONS, at)?;
        let sql = "SELECT access_version, (SELECT taken_over FROM audit_journal) FROM tenant_state";
        let (version, taken_over): (i64, i64) = connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(fault)?;
        let key = keys.database().clone();
        let journal = Journal::open(&path, key, random, taken_over.unsigned_abs())?;
        let core = Arc::new(Core {
            writer: Arc::new(AsyncMutex::new(connection)),
            journal: Arc::new(journal),
            access: watch::Sender::new(version.unsigned_abs()),
            records: watch::Sender::new(0),
        });
        if !core.journal.is_empty() {
            let writer = Handle::current().block_on(Writer::begin(&core))?;
            writer.write_and_commit(Vec::new(), None)?;
        }
        let writing = Arc::clone(&core);
        // On a thread that may wait for the disk, and stays with it from commit to commit while there are more; whoever
        // ends the process waits for it.
        let start = |work| {
            let runtime = Handle::current();
            tokio::task::spawn_blocking(move || runtime.block_on(work));
        };
        let log = GroupCommit::new(start, move |records| {
            let core = Arc::clone(&writing);
            async move { core.record(records).await }
        });
        let places = Arc::new(Semaphore::new(READERS));
        let readers = Arc::new(Readers {
            path,
            idle: Mutex::default(),
            places,
        });
        Ok(Self {
            keys,
            core,
            log,
            readers,
        })
    }

    /// A view of the tenant as of now, with all its records.
    pub(crate) async fn read_log(&self) -> Result<Reader, StoreError> {
        if !self.core.journal.is_empty() {
            let writer = Writer::begin(&self.core).await?;
            writer.finish(Vec::new(), None).await?;
        }
        self.read().await
    }

    /// A view of the tenant as of now. The records that the journal has are not in it.
    pub(crate) async fn read(&self) -> Result<Reader, StoreError> {
        let place = Arc::clone(&self.readers.places)
            .acquire_owned()
            .await
            .map_err(unavailable)?;
        let idle = self
            .readers
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = match idle {
            Some(connection) => connection,
            None => file::open(&self.readers.path, self.keys.database(), Absent::Refuse)?,
        };
        Reader::begin(connection, Arc::clone(&self.readers), place)
    }
}
