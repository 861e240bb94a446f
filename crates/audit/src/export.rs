//! The whole log as a stream, for whoever wants to keep or to verify it.

use crate::{
    AuditError, Fault, Log,
    checkpoint::{head, signer},
    format::{FORMAT, Header, Line},
};
use bytes::Bytes;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use sallyport_crypto::Hash;
use sallyport_kernel::id::TenantId;
use sallyport_policy::{Permit, action::tenant::ExportAudit};
use sallyport_store::audit::StoredRecord;
use std::sync::Arc;

/// How many records are read at a time: what an export needs of memory.
const PAGE: u32 = 500;

/// An export under way.
pub struct Export {
    /// How many records it will have.
    pub size: u64,
    /// The lines. An error ends it: what came before is then no whole export, and does not verify.
    pub lines: BoxStream<'static, Result<Bytes, AuditError>>,
}

/// Records that the log is exported, and begins to.
///
/// It holds all records of the latest checkpoint. Records that came after it, the export's own
/// among them, are in the next.
pub async fn export<L: Log + ?Sized>(
    permit: Permit<ExportAudit>,
    log: Arc<L>,
) -> Result<Export, AuditError> {
    let tenant = permit.tenant();
    let signer = signer(log.as_ref(), tenant).await?;
    let mut state = log.read(tenant).await?.tree().await?;
    let head = head(&state, signer.verifier())?;
    if state.checkpoint.is_empty() {
        // Before the sequencer's first step there is nothing signed: sign the empty tree.
        state.checkpoint = head.sign(&signer).map_err(Fault::Checkpoint)?;
    }
    let receipt = permit.receipt().with("records", head.size);
    log.record(receipt).await?;
    let header = Header {
        format: FORMAT.to_owned(),
        origin: head.origin,
        public_key: signer.verifier().to_string(),
        checkpoint: state.checkpoint,
    };
    let first = Ok(Bytes::from(header.to_line()));
    let size = head.size;
    let pages = stream::try_unfold(0, move |from| {
        let log = Arc::clone(&log);
        async move {
            if from >= size {
                return Ok(None);
            }
            let page = page(log.as_ref(), tenant, from, size).await?;
            Ok(Some(page))
        }
    });
    Ok(Export {
        size,
        lines: stream::iter([first]).chain(pages).boxed(),
    })
}

/// The lines of some records, and where the next begin.
async fn page<L: Log + ?Sized>(
    log: &L,
    tenant: TenantId,
    from: u64,
    size: u64,
) -> Result<(Bytes, u64), AuditError> {
    let limit = u32::try_from(size - from).unwrap_or(PAGE).min(PAGE);
    // A view for each page: leaves never change, and a view kept for hours would hold the store up.
    let records = log.read(tenant).await?.leaves(from, limit).await?;
    if records.is_empty() {
        return Err(Fault::WrongPlace {
            expected: from,
            found: None,
        }
        .into());
    }
    let mut out = Vec::new();
    let mut next = from;
    for record in &records {
        write(record, next, &mut out)?;
        next += 1;
    }
    Ok((Bytes::from(out), next))
}

fn write(record: &StoredRecord, expected: u64, out: &mut Vec<u8>) -> Result<(), Fault> {
    if record.leaf_index != Some(expected) {
        return Err(Fault::WrongPlace {
            expected,
            found: record.leaf_index,
        });
    }
    Line {
        index: expected,
        hash: Hash::of_leaf(&record.body),
        body: &record.body,
    }
    .write(out);
    Ok(())
}
