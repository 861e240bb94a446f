//! PostgreSQL's errors, as the port's.

use sallyport_store::StoreError;
use tokio_postgres::error::SqlState;

/// What the port says of an error of the database.
pub(crate) fn fault(error: tokio_postgres::Error) -> StoreError {
    match error.code() {
        Some(code) if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED => {
            StoreError::Corrupt {
                table: "database",
                column: "page",
                row: String::new(),
            }
        }
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
    /// A later release has migrated the schema.
    #[error("the database was written by a later release")]
    Newer,
    /// The transaction has ended.
    #[error("the transaction has ended")]
    Ended,
    /// The login would have the tenants' rights without entering a tenant.
    #[error("the login role inherits the rights of its roles: make it NOINHERIT")]
    Inherits,
    /// The URL can't be read.
    #[error("the store's URL is not that of a PostgreSQL database")]
    Url,
    /// Its database is on another machine, and what goes there would be readable on the way.
    #[error(
        "the store's database must be on this machine (a loopback address or a socket): connections to it are not encrypted yet"
    )]
    Remote,
}
