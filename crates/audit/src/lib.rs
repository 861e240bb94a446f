//! The audit log: given its order, signed, searched, exported, verified.
//!
//! Records are written by `Transaction::commit` and `Store::record`, in the transaction of the act
//! itself; this crate writes those of a search and of an export, and no others. It gives committed records their place in a Merkle tree
//! ([`sequencer`]), and reads them: [`search`], [`proof`], [`export`]. [`verify`] is the other side:
//! it knows of no store, takes an export and a public key, and says whether anything was changed,
//! dropped, added or reordered.
//!
//! Knows nothing of HTTP and of who may read the log: use cases take a permit. A record's bytes are
//! written once by the store; here they are hashed and copied, never made again.
//!
//! Start reading at [`sequencer`], then [`format`].

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod checkpoint;
pub mod error;
pub mod export;
pub mod format;
pub mod log;
pub mod proof;
pub mod search;
pub mod sequencer;
mod tiles;
pub mod verify;

pub use error::{AuditError, Fault};
pub use log::Log;
pub use sequencer::Sequencer;

#[cfg(test)]
mod tests;
