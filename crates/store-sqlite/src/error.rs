//! SQLite's errors, as the port's.

use rusqlite::ErrorCode;
use sallyport_store::StoreError;

/// What the port says of an SQLite error: either the file is broken, or the call may go through later.
pub(crate) fn fault(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        // The wrong key and a changed page look the same: the page's code of authentication is wrong.
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Corrupt {
            table: "database file",
            column: "page",
            row: String::new(),
        },
        _ => StoreError::Unavailable(Box::new(error)),
    }
}

/// Anything else that keeps the store from answering.
pub(crate) fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// Why the store can't be used, when no library has an error for it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// Another process holds the lock.
    #[error("another process has the data folder open")]
    Locked,
    /// A later release has migrated the file.
    #[error("the database was written by a later release")]
    Newer,
    /// A thread ended with a panic.
    #[error("a thread of the store has ended")]
    Ended,
}
