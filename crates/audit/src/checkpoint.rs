//! The latest signed head of a tenant's log, and the key that it is signed with.

use crate::{AuditError, Fault, Log, tiles::Tiles};
use sallyport_crypto::{
    Checkpoint, Signer, Verifier,
    checkpoint::log_of,
    merkle::{Frontier, Hash},
};
use sallyport_kernel::id::TenantId;
use sallyport_policy::{Permit, action::tenant::ReadAudit};
use sallyport_store::{AuditRead, audit::TreeState};

/// What one needs to verify the log, or to keep so as to catch it out later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// The checkpoint, a signed note.
    pub checkpoint: String,
    /// The public key, as a C2SP verifier key.
    pub public_key: String,
}

/// The latest checkpoint, and the public key.
pub async fn checkpoint<L: Log + ?Sized>(
    permit: Permit<ReadAudit>,
    log: &L,
) -> Result<SignedHead, AuditError> {
    let tenant = permit.tenant();
    let signer = signer(log, tenant).await?;
    let state = log.read(tenant).await?.tree().await?;
    head(&state, signer.verifier())?;
    Ok(SignedHead {
        checkpoint: state.checkpoint,
        public_key: signer.verifier().to_string(),
    })
}

/// The public key of a tenant's log, for the command line.
pub async fn public_key<L: Log + ?Sized>(
    log: &L,
    tenant: TenantId,
) -> Result<Verifier, AuditError> {
    Ok(signer(log, tenant).await?.verifier().clone())
}

pub(crate) async fn signer<L: Log + ?Sized>(
    log: &L,
    tenant: TenantId,
) -> Result<Signer, AuditError> {
    let seed = log.signing_key(tenant).await?;
    Ok(Signer::from_seed(&log_of(tenant), &seed).map_err(Fault::Key)?)
}

/// What the stored checkpoint says, if we signed it and it counts what the tree counts.
///
/// Before the first checkpoint it is that of the empty tree.
pub(crate) fn head(state: &TreeState, verifier: &Verifier) -> Result<Checkpoint, Fault> {
    let head = if state.checkpoint.is_empty() {
        let origin = verifier.name().to_owned();
        Checkpoint {
            origin,
            size: 0,
            root: Hash::of_empty_tree(),
        }
    } else {
        Checkpoint::open(&state.checkpoint, verifier)?
    };
    if head.size == state.size {
        Ok(head)
    } else {
        Err(Fault::OtherSize {
            tree: state.size,
            signed: head.size,
        })
    }
}

/// The right edge of the stored tree and the tiles that it goes on in, if it leads to the signed root.
pub(crate) async fn edge(
    read: &mut dyn AuditRead,
    head: &Checkpoint,
) -> Result<(Frontier, Tiles), AuditError> {
    let peaks = Frontier::nodes(head.size);
    let tiles = Tiles::of(read, &peaks).await?;
    let peaks: Option<Vec<_>> = peaks.into_iter().map(|id| tiles.node(id)).collect();
    let frontier = peaks
        .and_then(|peaks| Frontier::from_parts(head.size, peaks))
        .filter(|frontier| frontier.root() == head.root);
    Ok((frontier.ok_or(Fault::OtherRoot(head.size))?, tiles))
}
