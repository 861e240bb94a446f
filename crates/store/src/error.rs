//! What can go wrong in a store: a closed list.

use thiserror::Error;

/// Why a store did not do what it was asked. Nothing has changed when it is returned.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no such thing.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// A name, address or id that must be unique is in use.
    #[error("the {0} is in use already")]
    Taken(&'static str),
    /// The thing has changed since it was read.
    #[error("the {0} has changed since it was read")]
    Stale(&'static str),
    /// The thing is needed by others.
    #[error("the {0} is in use by others")]
    InUse(&'static str),
    /// The store can't be reached, is full, or is overloaded; the same call may go through later.
    #[error("the store is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was read is not what was written.
    #[error("table {table}, column {column}, row {row} is corrupt")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
    },
}
