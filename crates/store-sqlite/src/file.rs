//! Opening one encrypted file.

use crate::error::fault;
use rusqlite::{Connection, OpenFlags};
use sallyport_kernel::Secret;
use sallyport_store::StoreError;
use std::path::Path;
use zeroize::Zeroize as _;

/// How many statements each connection keeps prepared.
const STATEMENTS: usize = 128;

/// Whether a file that is not there is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    /// Made, empty.
    Create,
    /// An error: a tenant's file that has gone missing must not come back empty.
    Refuse,
}

/// A connection to an encrypted file; refused if the key is another.
pub(crate) fn open(
    path: &Path,
    key: &Secret<[u8; 32]>,
    absent: Absent,
) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if absent == Absent::Create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    prepare(&connection, key).map_err(fault)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn prepare(connection: &Connection, key: &Secret<[u8; 32]>) -> rusqlite::Result<()> {
    // Before the key, or SQLCipher writes to standard error that it was wrong. `off` is the word:
    // anything that it does not know, such as NONE, is the name of a file that it makes.
    connection.execute_batch("PRAGMA cipher_log = off; PRAGMA cipher_log_level = NONE;")?;
    let mut digits = hex::encode(key.expose());
    let mut statement = format!("PRAGMA key = \"x'{digits}'\"");
    let keyed = connection.execute_batch(&statement);
    digits.zeroize();
    statement.zeroize();
    keyed?;
    // FULL, not NORMAL: in WAL mode NORMAL loses the last commits when the power goes.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -8192;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 16777216;
         PRAGMA busy_timeout = 5000;",
    )?;
    // The first read: the wrong key ends here.
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
}
