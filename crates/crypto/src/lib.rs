//! What Sallyport does with keys: it seals secrets, and it signs the audit log.
//!
//! This crate has no I/O and makes no policy. It reads no file, keeps no state, takes its
//! randomness as an argument, and knows nothing of stores, of HTTP or of who may do what. The
//! primitives are AWS-LC's; only their composition is here.
//!
//! - [`keyring`]: the root key, and the keys of each tenant wrapped under it.
//! - [`envelope`]: how a secret is sealed, and what it is bound to.
//! - [`credential`]: a datasource's credential, sealed to one destination.
//! - [`merkle`]: the tree of the audit log (RFC 6962).
//! - [`note`] and [`checkpoint`]: its signed head (C2SP signed-note and tlog-checkpoint).
//!
//! Start reading at [`keyring`] for secrets, at [`merkle`] for the log.

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
pub mod credential;
pub mod envelope;
pub mod keyring;
pub mod merkle;
pub mod note;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use credential::{CredentialBinding, CredentialKey, SealedCredential};
pub use envelope::{CryptoError, Sealed};
pub use keyring::{Keyring, RootKey, TenantKeys, WrappedTenantKeys};
pub use merkle::{Frontier, Hash, Node, NodeId};
pub use note::{NoteError, Signer, Verifier};

#[cfg(test)]
mod tests;
