//! The audit log: records, and the tree that they are integrated into.
//!
//! A record is committed without a place in the tree, so that writers never wait for one another. The
//! sequencer (in `audit`) then gives records their leaf index in commit order, and signs a checkpoint.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::id::RecordId;
use sallyport_kernel::{Secret, Timestamp};
use sallyport_policy::{ActorRef, Entry, ObjectRef, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The request part of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedRequest {
    /// The request's id.
    pub id: String,
    /// The peer's address.
    pub address: Option<String>,
    /// The browser or client.
    pub user_agent: Option<String>,
}

/// One record of the audit log. Its JSON, fields in this order and without white space, is the leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditRecord {
    /// Its id.
    pub id: RecordId,
    /// When the request began.
    pub at: Timestamp,
    /// Who.
    pub actor: ActorRef,
    /// Did what.
    pub action: String,
    /// On what.
    pub object: Option<ObjectRef>,
    /// How it ended.
    pub outcome: Outcome,
    /// From where.
    pub request: RecordedRequest,
    /// What else is worth knowing.
    pub detail: Map<String, Value>,
}

impl AuditRecord {
    /// The record of an entry, under a fresh id that the adapter made.
    pub fn new(id: RecordId, entry: Entry) -> Self {
        Self {
            id,
            at: sallyport_kernel::clock::truncate(entry.at),
            actor: entry.actor,
            action: entry.action,
            object: entry.object,
            outcome: entry.outcome,
            request: RecordedRequest {
                id: entry.request.request_id,
                address: entry.request.address.map(|address| address.to_string()),
                user_agent: entry.request.user_agent,
            },
            detail: entry.detail,
        }
    }

    /// The bytes that are kept, exported and hashed: they are written once and never made again.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// A record as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its place in commit order within the tenant: rises, with gaps.
    pub sequence: i64,
    /// Its id.
    pub id: RecordId,
    /// The canonical bytes.
    pub body: Vec<u8>,
    /// Its place in the tree, once it is integrated.
    pub leaf_index: Option<u64>,
}

/// Which records a search is for. Every `Some` must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// The actor's id, or a part of the actor's name in any case.
    pub actor: Option<String>,
    /// The action's name, or its beginning up to and with a dot, such as `app.`.
    pub action: Option<String>,
    /// The object's id, or a part of the object's name in any case.
    pub object: Option<String>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// The tree's state: enough to append to it and to prove things of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TreeState {
    /// How many records are integrated.
    pub size: u64,
    /// The latest signed checkpoint, a C2SP signed note; empty before the first.
    pub checkpoint: String,
}

/// A hash of the tree: of the perfect subtree at `level` (0: leaves) and `index` within the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeNode {
    /// The height of the subtree.
    pub level: u8,
    /// Its place among the subtrees of that height.
    pub index: u64,
    /// Its RFC 6962 hash.
    pub hash: [u8; 32],
}

/// A step of the sequencer: applied whole, and only if the tree is still at `from_size`.
#[derive(Debug, Clone)]
pub struct Integration {
    /// The tree's size before; `Stale` if it is another.
    pub from_size: u64,
    /// The records' sequence numbers, in order: they become the leaves `from_size`, `from_size + 1`…
    pub sequences: Vec<i64>,
    /// The new hashes.
    pub nodes: Vec<TreeNode>,
    /// The tree after.
    pub state: TreeState,
}

/// The seed of the log's Ed25519 signing key.
pub type SigningSeed = Secret<[u8; 32]>;

/// A key of the tenant's own, for `crypto`'s envelope.
pub type TenantKey = Secret<[u8; 32]>;

/// Reading the audit log.
#[async_trait]
pub trait AuditRead: Send {
    /// Records that match, the newest first, before the sequence number `before`, at most `limit`.
    async fn records(
        &mut self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<StoredRecord>, StoreError>;
    /// One record, or `None`.
    async fn record(&mut self, id: RecordId) -> Result<Option<StoredRecord>, StoreError>;
    /// Committed records that wait for their place in the tree, in commit order, at most `limit`. A record
    /// is not shown while one that could come before it is uncommitted.
    async fn pending(&mut self, limit: u32) -> Result<Vec<StoredRecord>, StoreError>;
    /// Integrated records from a leaf index on, in order, at most `limit`.
    async fn leaves(&mut self, from: u64, limit: u32) -> Result<Vec<StoredRecord>, StoreError>;
    /// The tree's state.
    async fn tree(&mut self) -> Result<TreeState, StoreError>;
    /// Hashes of the tree, in the order asked; `Corrupt` if one is not there.
    async fn nodes(&mut self, at: &[(u8, u64)]) -> Result<Vec<TreeNode>, StoreError>;
}
