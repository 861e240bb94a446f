//! One tenant's file: its writer, its readers, its watchers.

use crate::driver::{Reader, Writer, insert};
use crate::error::{fault, unavailable};
use crate::file::{self, Absent};
use rusqlite::Connection;
use sallyport_crypto::TenantKeys;
use sallyport_kernel::Timestamp;
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
    pub(crate) access: watch::Sender<u64>,
    pub(crate) records: watch::Sender<u64>,
}

impl Core {
    /// Tells the watchers of what was committed.
    pub(crate) fn committed(&self, raised: Option<u64>, last: Option<i64>) {
        for (sender, value) in [
            (&self.access, raised),
            (
                &self.records,
                last.and_then(|last| u64::try_from(last).ok()),
            ),
        ] {
            if let Some(value) = value {
                sender.send_if_modified(|seen| value > std::mem::replace(seen, value.max(*seen)));
            }
        }
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
        for ending in ["db", "db-wal", "db-shm"] {
            match std::fs::remove_file(path.with_extension(ending)) {
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

    /// Opens the file. Must run on a blocking thread of the runtime that the store lives in.
    pub(crate) fn open(path: PathBuf, keys: TenantKeys, at: Timestamp) -> Result<Self, StoreError> {
        let mut connection = file::open(&path, keys.database(), Absent::Refuse)?;
        crate::migration::migrate(&mut connection, crate::TENANT_MIGRATIONS, at)?;
        let sql = "SELECT access_version, (SELECT COALESCE(max(number), 0) FROM audit_batch) FROM tenant_state";
        let (version, sequence): (i64, i64) = connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(fault)?;
        let core = Arc::new(Core {
            writer: Arc::new(AsyncMutex::new(connection)),
            access: watch::Sender::new(version.unsigned_abs()),
            records: watch::Sender::new(sequence.unsigned_abs()),
        });
        let writing = Arc::clone(&core);
        // On a thread that may wait for the disk, and stays with it from commit to commit while there are more; whoever
        // ends the process waits for it.
        let start = |work| {
            let runtime = Handle::current();
            tokio::task::spawn_blocking(move || runtime.block_on(work));
        };
        let log = GroupCommit::new(start, move |records| {
            let core = Arc::clone(&writing);
            async move {
                let writer = Writer::begin(&core).await?;
                writer.write_and_commit(records, None)
            }
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

    /// A view of the tenant as of now.
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
