//! Finding records.

use crate::{AuditError, Fault, Log};
use sallyport_kernel::{Cursor, Limit, Slice};
use sallyport_policy::{Permit, action::tenant::ReadAudit};
use sallyport_store::{
    AuditRecord,
    audit::{AuditFilter, StoredRecord},
};

/// A record, and its place in the tree once it has one.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What the record says.
    pub record: AuditRecord,
    /// Its place in the tree: within a second or so of its commit.
    pub leaf_index: Option<u64>,
}

impl Found {
    pub(crate) fn new(stored: &StoredRecord) -> Result<Self, Fault> {
        let record = serde_json::from_slice(&stored.body);
        let record = record.map_err(|_| Fault::UnreadableRecord(stored.id))?;
        Ok(Self {
            record,
            leaf_index: stored.leaf_index,
        })
    }
}

/// The records that match, the newest first. That somebody looks is recorded, with what they filter by but not
/// for what; going on to a further slice of the same search is not.
pub async fn search<L: Log + ?Sized>(
    permit: Permit<ReadAudit>,
    log: &L,
    filter: &AuditFilter,
    cursor: Option<&Cursor>,
    limit: Limit,
) -> Result<Slice<Found>, AuditError> {
    let before = cursor.map(position).transpose()?;
    let mut read = log.read(permit.tenant()).await?;
    // One more than asked for tells whether there are more.
    let mut stored = read.records(filter, before, limit.get() + 1).await?;
    let more = stored.len() > usize::from(limit.get());
    stored.truncate(usize::from(limit.get()));
    drop(read);
    let last = stored.last().filter(|_| more);
    let slice = Slice {
        next: last.map(|record| Cursor(record.sequence.to_string())),
        items: stored.iter().map(Found::new).collect::<Result<_, _>>()?,
    };
    if cursor.is_none() {
        let receipt = permit.receipt().with("filters", names_of(filter));
        log.record(receipt).await?;
    }
    Ok(slice)
}

/// What a filter filters by. What somebody typed into it may be anything, a secret too, and stays out.
fn names_of(filter: &AuditFilter) -> Vec<&'static str> {
    let AuditFilter {
        from,
        to,
        actor,
        action,
        object,
        outcome,
    } = filter;
    [
        ("from", from.is_some()),
        ("to", to.is_some()),
        ("actor", actor.is_some()),
        ("action", action.is_some()),
        ("object", object.is_some()),
        ("outcome", outcome.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, given)| given.then_some(name))
    .collect()
}

/// The cursor is the sequence number of the last record that was shown.
fn position(cursor: &Cursor) -> Result<i64, AuditError> {
    let sequence: i64 = cursor.0.parse().map_err(|_| AuditError::InvalidCursor)?;
    if sequence.to_string() == cursor.0 {
        Ok(sequence)
    } else {
        Err(AuditError::InvalidCursor)
    }
}
