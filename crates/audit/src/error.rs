//! What can go wrong with the log.

use sallyport_crypto::{CheckpointError, NoteError, merkle::ProofError};
use sallyport_kernel::id::RecordId;
use sallyport_store::StoreError;

/// Why the log was not read or not extended.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The store did not do what it was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such record.
    #[error("there is no such record")]
    NoSuchRecord,
    /// The cursor is not one that a list gave out.
    #[error("the cursor is not one that this list gave out")]
    InvalidCursor,
    /// What the store has is not what was signed. Nothing is signed or given out until it is looked into.
    #[error("the audit log does not fit its signature: {0}")]
    Broken(#[from] Fault),
}

/// How the log that is stored differs from the log that was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A record's bytes are not those of a record.
    #[error("the record {0} cannot be read")]
    UnreadableRecord(RecordId),
    /// A record that the signed tree counts is not there, or not in its place.
    #[error("expected the record {expected}, found {found:?}")]
    WrongPlace {
        /// The place in the tree.
        expected: u64,
        /// What is there.
        found: Option<u64>,
    },
    /// A record is not what its place in the tree was made of.
    #[error("the record {0} is not the one that was signed")]
    ChangedRecord(u64),
    /// The signed checkpoint is not one of ours.
    #[error("{0}")]
    Checkpoint(#[from] CheckpointError),
    /// The signing key cannot be used.
    #[error("{0}")]
    Key(#[from] NoteError),
    /// The checkpoint counts another number of records than the tree.
    #[error("the tree has {tree} records, and {signed} are signed")]
    OtherSize {
        /// How many the tree counts.
        tree: u64,
        /// How many the checkpoint counts.
        signed: u64,
    },
    /// The hashes of the tree do not lead to the signed root.
    #[error("the tree of {0} records does not lead to the signed root")]
    OtherRoot(u64),
    /// A proof could not be made of what is stored.
    #[error("{0}")]
    Proof(#[from] ProofError),
}
