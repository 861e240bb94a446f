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
        let mut bytes = Vec::with_capacity(1_024);
        serde_json::to_writer(&mut bytes, self)?;
        Ok(bytes)
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

impl AuditFilter {
    /// Whether a record is looked for: what every store's search must agree with.
    pub fn matches(&self, record: &AuditRecord) -> bool {
        let object = record.object.as_ref();
        let is = |wanted: &Option<String>, id: Option<&str>, name: Option<&str>| {
            wanted.as_ref().is_none_or(|wanted| {
                if is_id(wanted) {
                    id == Some(wanted)
                } else {
                    name.is_some_and(|name| name.to_lowercase().contains(&wanted.to_lowercase()))
                }
            })
        };
        self.from.is_none_or(|from| record.at >= from)
            && self.to.is_none_or(|to| record.at < to)
            && is(
                &self.actor,
                record.actor.id.as_deref(),
                record.actor.name.as_deref(),
            )
            && is(
                &self.object,
                object.map(|object| object.id.as_str()),
                object.and_then(|object| object.name.as_deref()),
            )
            && self.action.as_ref().is_none_or(|action| {
                record.action == *action
                    || action.ends_with('.') && record.action.starts_with(action)
            })
            && self.outcome.is_none_or(|outcome| record.outcome == outcome)
    }
}

/// Whether a text that actors or objects are looked for by is an id, and so not a part of a name.
pub fn is_id(text: &str) -> bool {
    text.rsplit_once('_').is_some_and(|(_, digits)| {
        digits.len() == 32
            && digits
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }) || text.contains('/')
}

/// The tree's state: enough to append to it and to prove things of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TreeState {
    /// How many records are integrated.
    pub size: u64,
    /// The latest signed checkpoint, a C2SP signed note; empty before the first.
    pub checkpoint: String,
}

/// A tile of the tree: up to [`Tile::WIDTH`] hashes that stand beside each other (C2SP tlog-tiles).
///
/// A tile of level 0 holds hashes of leaves. The `n`th hash of a tile of level `l` is the root of 256^`l`
/// leaves. Only the last tile of a level is not full, and it only ever grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// How many times eight levels above the leaves.
    pub level: u8,
    /// Its place among the tiles of that level.
    pub index: u64,
    /// The hashes, 32 bytes each.
    pub hashes: Vec<u8>,
}

impl Tile {
    /// How many hashes a full tile has.
    pub const WIDTH: u64 = 256;
}

/// A step of the sequencer: applied whole, and only if the tree is still at `from_size`.
///
/// The records that wait, up to and with the one of the sequence number `through`, become the leaves
/// `from_size`, `from_size + 1`… in the order of their sequence numbers.
#[derive(Debug, Clone)]
pub struct Integration {
    /// The tree's size before; `Stale` if it is another.
    pub from_size: u64,
    /// The last record that gets a place, or `None` if none does. `Stale` unless `state.size` counts just
    /// the records up to it, and if it is not the last of those that were committed together.
    pub through: Option<i64>,
    /// The tiles that have grown, whole.
    pub tiles: Vec<Tile>,
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
    /// Committed records that wait for their place in the tree, in commit order: all that were committed
    /// together or none of them, at most `limit` unless those of the first commit are more. A record is not
    /// shown while one that could come before it is uncommitted.
    async fn pending(&mut self, limit: u32) -> Result<Vec<StoredRecord>, StoreError>;
    /// Integrated records from a leaf index on, in order, at most `limit`.
    async fn leaves(&mut self, from: u64, limit: u32) -> Result<Vec<StoredRecord>, StoreError>;
    /// The tree's state.
    async fn tree(&mut self) -> Result<TreeState, StoreError>;
    /// Tiles of the tree by level and index, in the order asked; `Corrupt` if one is not there.
    async fn tiles(&mut self, at: &[(u8, u64)]) -> Result<Vec<Tile>, StoreError>;
}
