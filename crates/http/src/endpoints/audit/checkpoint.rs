//! `GET /audit/checkpoint`

use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;
use serde::Serialize;
use utoipa::ToSchema;

/// Reads the latest signed checkpoint.
pub struct ReadCheckpoint;

/// The latest signed checkpoint, and the key that proves it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckpointView {
    /// A C2SP signed note; empty before the first record has its place.
    pub checkpoint: String,
    /// The verifier key: keep it apart from the server.
    pub public_key: String,
}

impl Operation for ReadCheckpoint {
    type Action = action::tenant::ReadAudit;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<CheckpointView>;
    const ID: &'static str = "read_checkpoint";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/audit/checkpoint";
    const SUMMARY: &'static str = "The latest signed checkpoint, and the key that proves it.";
}

pub(super) async fn checkpoint(
    call: Call<ReadCheckpoint>,
) -> Result<Json<CheckpointView>, Problem> {
    let latest = sallyport_audit::checkpoint::checkpoint(call.permit, &*call.service.store).await?;
    Ok(Json(CheckpointView {
        checkpoint: latest.checkpoint,
        public_key: latest.public_key,
    }))
}
