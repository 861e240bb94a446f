//! The signed head of the audit log (C2SP tlog-checkpoint): who keeps it, how many records, the root.
//!
//! ```text
//! sallyport/audit/tenant_0193…
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — sallyport/audit/tenant_0193… <signature>
//! ```

use crate::{
    merkle::Hash,
    note::{NoteError, Signer, Verifier},
};
use sallyport_kernel::id::TenantId;
use std::{fmt, str::FromStr};

/// The name of a tenant's audit log, which is the name of its key, too.
pub fn log_of(tenant: TenantId) -> String {
    format!("sallyport/audit/{tenant}")
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log. The same as the name of the key that signs.
    pub origin: String,
    /// How many records.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
}

/// Why a checkpoint was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The signed note around it was refused.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signed text is not a checkpoint's: origin, size, root.
    #[error("the signed text is no checkpoint: expected origin, size and root on three lines")]
    Malformed,
    /// The checkpoint is another log's.
    #[error("the checkpoint is that of the log `{0}`")]
    OtherLog(String),
}

impl Checkpoint {
    /// Signs it. The origin must be the signer's name.
    pub fn sign(&self, signer: &Signer) -> Result<String, CheckpointError> {
        self.is_of(signer.verifier())?;
        Ok(signer.sign(&self.to_string())?)
    }

    /// Reads a signed checkpoint, if it is signed with that key, for the log of the key's name.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, CheckpointError> {
        let checkpoint: Self = verifier.open(note)?.parse()?;
        checkpoint.is_of(verifier)?;
        Ok(checkpoint)
    }

    fn is_of(&self, verifier: &Verifier) -> Result<(), CheckpointError> {
        if self.origin == verifier.name() {
            Ok(())
        } else {
            Err(CheckpointError::OtherLog(self.origin.clone()))
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the text without its signature. Extension lines are refused: we write none.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let malformed = || CheckpointError::Malformed;
        let mut lines = text.strip_suffix('\n').ok_or_else(malformed)?.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(malformed());
        };
        let checkpoint = Self {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| malformed())?,
            root: root.parse().map_err(|_| malformed())?,
        };
        // One spelling only: no `+5`, no `005`.
        if checkpoint.origin.is_empty() || checkpoint.to_string() != text {
            return Err(malformed());
        }
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests;
