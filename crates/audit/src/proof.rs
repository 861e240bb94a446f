//! One record, with the proof that it is in the log.

use crate::{
    AuditError, Fault, Log,
    checkpoint::{head, signer},
    search::Found,
    tiles::Tiles,
};
use sallyport_crypto::{
    Checkpoint, CheckpointError, Hash, Verifier,
    merkle::{NotProven, inclusion},
};
use sallyport_kernel::id::RecordId;
use sallyport_policy::{Permit, action::tenant::ReadAudit};
use sallyport_store::{AuditRead, audit::StoredRecord};
use serde::{Deserialize, Serialize};

/// That a record is in the tree of a checkpoint (RFC 6962 audit path).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The record's place.
    pub leaf_index: u64,
    /// How many records the tree has.
    pub tree_size: u64,
    /// The hashes from the record to the root.
    pub hashes: Vec<Hash>,
    /// The signed root.
    pub checkpoint: String,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefused {
    /// The checkpoint in it was refused.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint counts another number of records.
    #[error("the checkpoint counts {0} records, not as many as the proof")]
    OtherSize(u64),
    /// The hashes do not lead from the record to the root.
    #[error(transparent)]
    NotProven(#[from] NotProven),
}

impl Proof {
    /// Whether it proves that the record of exactly those bytes is in the log of that key.
    pub fn verify(&self, body: &[u8], key: &Verifier) -> Result<(), ProofRefused> {
        let head = Checkpoint::open(&self.checkpoint, key)?;
        if head.size != self.tree_size {
            return Err(ProofRefused::OtherSize(head.size));
        }
        let leaf = Hash::of_leaf(body);
        let size = self.tree_size;
        Ok(inclusion::verify(
            &leaf,
            self.leaf_index,
            size,
            &self.hashes,
            &head.root,
        )?)
    }
}

/// A record, its bytes, and the proof once it has its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Proven {
    /// The record.
    pub found: Found,
    /// The bytes that were hashed.
    pub body: Vec<u8>,
    /// The proof; `None` while the record waits for its place.
    pub proof: Option<Proof>,
}

/// One record, with the proof against the latest checkpoint.
pub async fn record<L: Log + ?Sized>(
    permit: Permit<ReadAudit>,
    log: &L,
    id: RecordId,
) -> Result<Proven, AuditError> {
    let tenant = permit.tenant();
    let signer = signer(log, tenant).await?;
    let mut read = log.read(tenant).await?;
    let stored = read.record(id).await?.ok_or(AuditError::NoSuchRecord)?;
    let found = Found::new(&stored)?;
    let proof = match stored.leaf_index {
        None => None,
        Some(index) => Some(prove(read.as_mut(), &stored, index, signer.verifier()).await?),
    };
    Ok(Proven {
        found,
        body: stored.body,
        proof,
    })
}

async fn prove(
    read: &mut dyn AuditRead,
    stored: &StoredRecord,
    leaf_index: u64,
    key: &Verifier,
) -> Result<Proof, AuditError> {
    let state = read.tree().await?;
    let head = head(&state, key)?;
    let ids = inclusion::nodes(leaf_index, head.size).map_err(Fault::Proof)?;
    let tiles = Tiles::of(read, &ids).await?;
    let hashes = inclusion::prove(leaf_index, head.size, |id| tiles.node(id));
    let proof = Proof {
        leaf_index,
        tree_size: head.size,
        hashes: hashes.map_err(Fault::Proof)?,
        checkpoint: state.checkpoint,
    };
    // A proof that fails would be taken for a fault of whoever checks it: say it here.
    proof
        .verify(&stored.body, key)
        .map_err(|_| Fault::ChangedRecord(leaf_index))?;
    Ok(proof)
}
