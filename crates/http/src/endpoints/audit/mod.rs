//! The audit log, for administrators.

mod checkpoint;
mod export;
mod list;
mod read;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::{Code, Problem};
use sallyport_audit::AuditError;
use sallyport_audit::search::Found;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::RecordId;
use sallyport_policy::{ActorRef, ObjectRef, Outcome, resource};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

pub use checkpoint::{CheckpointView, ReadCheckpoint};
pub use export::ExportAudit;
pub use list::ListRecords;
pub use read::{ProofView, ReadRecord, RecordDetail};

pub(super) fn operations(api: Api) -> Api {
    api.op(ListRecords, list::list)
        .op(ReadRecord, read::read)
        .op(ExportAudit, export::export)
        .op(ReadCheckpoint, checkpoint::checkpoint)
}

/// Where an act came from.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestView {
    /// The request's id.
    pub id: String,
    /// The peer's address.
    pub address: Option<String>,
    /// The browser or client.
    pub user_agent: Option<String>,
}

/// A record of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordView {
    /// Its id.
    pub id: RecordId,
    /// When the request began.
    #[schema(value_type = String, format = DateTime)]
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
    pub request: RequestView,
    /// What else is known.
    pub detail: Map<String, Value>,
    /// Its place in the tree; `null` for the second or so until the sequencer gave it one.
    pub leaf_index: Option<u64>,
}

list_of! {
    /// Records, the newest first.
    RecordList of RecordView
}

/// What to look for. Every parameter must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RecordQuery {
    /// At this moment or later.
    #[param(value_type = Option<String>, format = DateTime)]
    pub from: Option<Timestamp>,
    /// Before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    pub to: Option<Timestamp>,
    /// The actor's id, or a part of the actor's name.
    pub actor: Option<String>,
    /// The action's name, or its beginning up to a dot, such as `app.`.
    pub action: Option<String>,
    /// The object's id, or a part of the object's name.
    pub object: Option<String>,
    /// How it ended.
    #[param(inline)]
    pub outcome: Option<Outcome>,
    /// How many at the most: 1 to 200, 50 as a rule.
    pub limit: Option<u16>,
    /// The `next` of the slice before.
    pub cursor: Option<String>,
}

/// The record in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct RecordPath {
    /// The record.
    pub record: RecordId,
}

impl Locate<resource::Tenant> for RecordPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Tenant, Problem> {
        Ok(resource::Tenant { id: find.tenant })
    }
}

fn view(found: Found) -> RecordView {
    let record = found.record;
    RecordView {
        id: record.id,
        at: record.at,
        actor: record.actor,
        action: record.action,
        object: record.object,
        outcome: record.outcome,
        request: RequestView {
            id: record.request.id,
            address: record.request.address,
            user_agent: record.request.user_agent,
        },
        detail: record.detail,
        leaf_index: found.leaf_index,
    }
}

impl From<AuditError> for Problem {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Store(store) => store.into(),
            AuditError::NoSuchRecord => Self::not_found(),
            AuditError::InvalidCursor => {
                Self::invalid_field("cursor", "expected the `next` of a slice before")
            }
            AuditError::Broken(fault) => {
                tracing::error!(%fault, "the audit log does not fit its signature");
                Self::new(Code::Internal, "the audit log does not fit its signature")
                    .hint("keep the data folder as it is and look into it before anything else")
            }
        }
    }
}
