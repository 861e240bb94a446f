//! `GET /audit/records/{record}`

use super::{RecordPath, RecordView, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sallyport_audit::proof;
use sallyport_policy::action;
use serde::Serialize;
use utoipa::ToSchema;

/// Reads one record, with its proof.
pub struct ReadRecord;

/// The proof that a record is in the log that a checkpoint signs (RFC 6962, section 2.1.1).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofView {
    /// The record's place.
    pub leaf_index: u64,
    /// How many records the checkpoint signs.
    pub tree_size: u64,
    /// The audit path, base64.
    pub hashes: Vec<String>,
    /// The signed checkpoint (C2SP signed note).
    pub checkpoint: String,
}

/// A record with its proof.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordDetail {
    /// The record.
    pub record: RecordView,
    /// The bytes that were hashed, base64.
    pub body: String,
    /// The proof; `null` until the record has its place.
    pub proof: Option<ProofView>,
}

impl Operation for ReadRecord {
    type Action = action::tenant::ReadAudit;
    type Path = RecordPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<RecordDetail>;
    const ID: &'static str = "read_record";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/audit/records/{record}";
    const SUMMARY: &'static str = "A record with the proof that it is in the signed log.";
}

pub(super) async fn read(call: Call<ReadRecord>) -> Result<Json<RecordDetail>, Problem> {
    let proven = proof::record(call.permit, &*call.service.store, call.path.record).await?;
    let proof = proven.proof.map(|proof| ProofView {
        leaf_index: proof.leaf_index,
        tree_size: proof.tree_size,
        hashes: proof
            .hashes
            .iter()
            .map(std::string::ToString::to_string)
            .collect(),
        checkpoint: proof.checkpoint,
    });
    Ok(Json(RecordDetail {
        record: view(proven.found),
        body: STANDARD.encode(proven.body),
        proof,
    }))
}
