//! What the use cases of apps refuse.

use crate::rights::Right;
use sallyport_model::document::{Document, Fault};
use sallyport_store::StoreError;
use thiserror::Error;

/// Why a use case of apps did nothing.
#[derive(Debug, Error)]
pub enum AppsError {
    /// The name is empty or too long.
    #[error("a name has 1 to 100 characters")]
    InvalidName,
    /// The note is too long.
    #[error("a note has at most 2,000 characters")]
    InvalidNote,
    /// The document would not be valid.
    #[error("the document would not be valid")]
    InvalidDocument(Vec<Fault>),
    /// The draft has changed since it was read. Holds what it is now, so that nobody's edit is lost.
    #[error("the draft has changed since it was read")]
    StaleDraft {
        /// The draft's present revision.
        revision: u64,
        /// The draft as it is now.
        document: Box<Document>,
    },
    /// The app has no release yet.
    #[error("the app has no release yet")]
    NotReleased,
    /// The person or group to share with does not exist.
    #[error("there is no such person or group")]
    UnknownPrincipal,
    /// The person or group for whose eyes a preview was asked does not exist, or whoever asked may not see them.
    #[error("there is no such person or group")]
    UnknownReader,
    /// They may not use the app.
    #[error("they may not use the app, and get no part of it")]
    NoReader,
    /// The change takes a right beyond that to edit the app. The refusal is recorded.
    #[error("{0}")]
    Forbidden(Right),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
